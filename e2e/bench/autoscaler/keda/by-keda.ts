import { withHpa } from '../hpa/with-hpa.ts';
import type { StepScaler } from '../step-scaler.ts';
import { hpaName, scaledObject, scaledObjects } from './scaled-object.ts';
import { installKeda, withKeda } from './with-keda.ts';

/** By a real KEDA, and the HorizontalPodAutoscaler that it makes. @param isCached see `scaledObject` */
export function byKeda(isCached: boolean): StepScaler {
  return async (scene, work) => {
    const { bench, namespace } = scene;
    await installKeda(bench);
    await bench.kube.create(scaledObjects, scaledObject(namespace, scene, isCached));
    return withKeda(scene, () => withHpa(scene, hpaName, work));
  };
}
