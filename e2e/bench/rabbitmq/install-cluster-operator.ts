import { join } from 'node:path';
import { containerfilesFolder } from '../../images/src/folders.ts';
import { clusterOperatorModule, images } from '../../images/src/recipes.ts';
import { awaitOwner } from '../../src/await-kinds.ts';
import { goModuleFolder } from '../../src/go-program.ts';
import { loadImage } from '../../src/provide-image.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { clusterOperatorKind } from './vendor-object.ts';

const { name: image, reference } = images['rabbitmq-cluster-operator'];
const namespace = 'rabbitmq-system';
const deployment = 'rabbitmq-cluster-operator';

/** In the module, below `config`: what `config/installation` has apart from the webhook. */
const objects = [
  'namespace/base/namespace.yaml',
  'crd/bases/rabbitmq.com_rabbitmqclusters.yaml',
  'rbac/service_account.yaml',
  'rbac/role.yaml',
  'rbac/role_binding.yaml',
  'rbac/leader_election_role.yaml',
  'rbac/leader_election_role_binding.yaml',
];

/**
 * The operator of RabbitMQ's vendor, as its own manifests install it, with the resources that they give it. Its webhook is switched off, as it can be: it
 * would need an issuer of certificates, and only sets the default image and refuses pods with the rights of their node.
 */
export async function installClusterOperator(bed: TestBed): Promise<void> {
  const { kubectl } = bed.cluster;
  await loadImage(bed.cluster, image);
  const config = join(await goModuleFolder(join(containerfilesFolder, image), clusterOperatorModule), 'config');
  const apply = ['apply', '--server-side', '--force-conflicts'];
  await kubectl([...apply, ...objects.map((file) => `--filename=${join(config, file)}`)]);
  const local = ['--local', '--output=json'];
  const manager = join(config, 'manager/manager.yaml');
  const withImage = await kubectl(['set', 'image', `--filename=${manager}`, `operator=${reference}`, ...local]);
  const whole = await kubectl(['set', 'env', '--filename=-', 'ENABLE_WEBHOOKS=false', ...local], withImage);
  await kubectl([...apply, '--filename=-'], whole);
  await kubectl(['rollout', 'status', `deployment/${deployment}`, `--namespace=${namespace}`, '--timeout=120s']);
  await awaitOwner(bed.cluster, { ...clusterOperatorKind, namespace, account: deployment });
}
