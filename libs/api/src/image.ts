import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { objectName } from './names.ts';

const versionPattern = /^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$/;
const imagePattern = /^[a-zA-Z0-9]([a-zA-Z0-9._:/@-]*[a-zA-Z0-9])?$/;

const version = z
  .string()
  .max(17)
  .regex(versionPattern, 'must be a version of three parts in quotes, such as "8.0.2"')
  .describe(
    'Version of the service, three parts. Selects the default image and the way to upgrade. With image it must say what is in that image.',
  );

const image = z
  .string()
  .min(1)
  .max(512)
  .regex(imagePattern, 'must be an image reference, such as registry.example/team/service:1.2.3')
  .describe(
    "Image of the service's container. Omitted: the official image of spec.version, behind the operator's registry prefix if it has one.",
  );

const pullSecret = z.object({
  name: objectName().describe('Name of a Secret of type kubernetes.io/dockerconfigjson in the same namespace.'),
});

const imagePullSecrets = keyedList(pullSecret, 8, ['name']).describe(
  'Secrets with the credentials of private registries, at most 8. Omitted: those that the operator was given for all clusters.',
);

export function imageFields(defaultVersion: string) {
  return {
    version: version.default(defaultVersion),
    image: image.exactOptional(),
    imagePullPolicy: z
      .enum(['Always', 'IfNotPresent', 'Never'])
      .describe("When the nodes pull the images. Omitted: Kubernetes' own rule, Always for the tag latest and IfNotPresent for all others.")
      .exactOptional(),
    imagePullSecrets: imagePullSecrets.exactOptional(),
  };
}
