import type { KafkaCluster } from '@dataservices/api';
import { principalOf } from '../wanted-user.ts';

/** Who brokers, controllers and the operator are to each other. No user can have this name. */
export const nodesPrincipal = 'dataservices.nodes';

/** Who may do what is looked up, by brokers and controllers alike. What nobody has permitted is refused. */
export function authorizerConfig({ spec }: Pick<KafkaCluster, 'spec'>): Readonly<Record<string, string>> {
  const { type, superUsers } = spec.authorization;
  if (type === 'None') return {};
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': [nodesPrincipal, ...superUsers].map(principalOf).join(';'),
  };
}
