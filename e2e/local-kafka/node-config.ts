/** A node of a cluster on this machine that is broker and controller at once. */
export type LocalNode = {
  readonly id: number;
  /** Where it lets whoever comes do everything. */
  readonly port: number;
  /** Where it asks for a login by SCRAM-SHA-512. */
  readonly loginPort: number;
  readonly controllerPort: number;
  /** Of its place in the quorum. */
  readonly directoryId: string;
};

export const superUser = 'operator';

/** Whom certificates with the name of the nodes are mapped to, as the operator has it done. */
const nodesUser = 'dataservices.nodes';
export const nodesCommonName = 'local nodes';

export type NodeFolders = {
  readonly data: string;
  /** Where certificates are, which all listeners but that of logins have then. Omitted: plaintext. */
  readonly tls?: string;
};

/** server.properties of a node. */
export function nodeConfig(node: LocalNode, nodes: readonly LocalNode[], { data, tls }: NodeFolders): string {
  const { id, port, loginPort, controllerPort } = node;
  const nodesProtocol = tls === undefined ? 'PLAINTEXT' : 'SSL';
  return `process.roles=broker,controller
node.id=${id}
broker.rack=zone-${id}
controller.quorum.bootstrap.servers=${nodes.map((each) => `127.0.0.1:${each.controllerPort}`).join()}
listeners=INTERNAL://127.0.0.1:${port},LOGIN://127.0.0.1:${loginPort},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=INTERNAL://127.0.0.1:${port},LOGIN://127.0.0.1:${loginPort},CONTROLLER://127.0.0.1:${controllerPort}
listener.security.protocol.map=INTERNAL:${nodesProtocol},LOGIN:SASL_PLAINTEXT,CONTROLLER:${nodesProtocol}
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.login.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:${nodesUser};User:${superUser}
log.dirs=${data}
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=3
transaction.state.log.num.partitions=3
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
controlled.shutdown.max.retries=1
num.network.threads=2
num.io.threads=2
${tls === undefined ? '' : tlsConfig(tls)}`;
}

function tlsConfig(folder: string): string {
  const listeners = ['internal', 'controller'].map(
    (name) => `listener.name.${name}.ssl.client.auth=required
listener.name.${name}.ssl.principal.mapping.rules=RULE:^CN=${nodesCommonName}$/${nodesUser}/,DEFAULT
`,
  );
  return `ssl.keystore.type=PEM
ssl.keystore.location=${folder}/keystore.pem
ssl.truststore.type=PEM
ssl.truststore.location=${folder}/truststore.pem
${listeners.join('')}`;
}

/** As the option of the tool that formats storage wants the first voters. */
export function firstVoters(nodes: readonly LocalNode[]): string {
  return nodes.map(({ id, controllerPort, directoryId }) => `${id}@127.0.0.1:${controllerPort}:${directoryId}`).join();
}
