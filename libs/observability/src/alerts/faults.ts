/** What goes wrong in a cluster, and the alerts that tell of it, in the order in which they do. */
export type Fault = {
  readonly fault: string;
  /** Names of alerts. Empty: it is over before any of them fires. */
  readonly fires: readonly string[];
  /** What else there is to know, such as what does not fire, and why. */
  readonly note?: string;
  /** Why no scenario provokes it on a cluster. Omitted: one does, and sees all of these alerts fire. */
  readonly unseen?: string;
};

/** By the rules themselves and how long each waits. A fault that lasts goes through all of its alerts, and one that is healed through the first few. */
export const faults: readonly Fault[] = [
  {
    fault: 'A pod is deleted, or its process ends, and the service heals itself',
    fires: [],
    note: 'Redis and ZooKeeper tell of a new leader, see below.',
  },
  {
    fault: 'A node is lost, or a pod cannot start, for a quarter of an hour',
    fires: ['MetricsMissing', 'ClusterNotReady', 'OperationTakesLong'],
    note: 'Of Redis also RedisDown; of Kafka KafkaBrokerFenced and KafkaReplicasOutOfSync; of ZooKeeper ZookeeperFollowersMissing.',
  },
  {
    fault: 'Most of the members are lost',
    fires: ['ClusterNotAvailable', 'MetricsMissing', 'ClusterNotReady'],
    note: 'Beside that of the service for a missing leader.',
  },
  { fault: 'All data is lost, or a person has to decide otherwise', fires: ['ClusterNotAvailable', 'ClusterStalled'] },
  { fault: 'A custom resource asks for what cannot be', fires: ['ClusterStalled'], note: 'What runs goes on: nothing else fires.' },
  {
    fault: 'A certificate is not renewed in time',
    fires: ['ClusterStalled', 'CertificateExpires'],
    unseen: 'no certificate of the scenarios comes near its end',
  },
  { fault: 'A volume fills up', fires: ['VolumeFillsUp'] },
  {
    fault: 'The master of Redis is lost, and another takes over',
    fires: ['RedisMasterChanged'],
    note: 'A failover is over before RedisWithoutMaster.',
  },
  {
    fault: 'The master of Redis is lost, and most sentinels with it',
    fires: ['RedisMasterChanged'],
    note: 'The operator believes those that are left, before RedisWithoutMaster.',
  },
  {
    fault: 'The master of Redis is lost, most sentinels, and the operators',
    fires: ['RedisWithoutMaster', 'OperatorWithoutLeader'],
    note: 'Nobody is left who would say ClusterNotAvailable.',
  },
  { fault: 'A master of Redis is cut off, and has not noticed', fires: ['RedisTooManyMasters'], note: 'It takes no writes any more.' },
  { fault: 'A replica of Redis is cut off from its master', fires: ['RedisReplicaLinkDown', 'ClusterNotReady'] },
  { fault: 'Writes of Redis are larger than its buffers for replicas', fires: ['RedisFullResyncs'] },
  {
    fault: 'A server of Redis hangs',
    fires: ['RedisReplicaLags', 'RedisDown'],
    note: 'Of a master RedisMasterChanged instead of the first.',
  },
  {
    fault: 'The disk of a Redis that is alone is full or fails',
    fires: ['RedisAppendOnlyFileFails', 'RedisSnapshotFails', 'VolumeFillsUp'],
    note: 'Of several, another leads before any but the last; the one whose disk is full waits for room, and fires RedisDown meanwhile.',
  },
  { fault: 'A Redis has more data than memory', fires: ['RedisMemoryNearlyFull'] },
  { fault: 'An application opens more connections than a Redis takes', fires: ['RedisRejectsConnections'] },
  {
    fault: 'A Redis has fewer replicas in step than its writes need',
    fires: ['ClusterNotAvailable', 'RedisRefusesWrites'],
    unseen: 'no client of the scenarios writes while replicas are away',
  },
  {
    fault: 'The leader of ZooKeeper is lost, and another is elected',
    fires: ['ZookeeperElected'],
    note: 'An election is over before ZookeeperWithoutLeader.',
  },
  {
    fault: 'Most of the voters of ZooKeeper are lost, or cannot reach each other',
    fires: ['ZookeeperWithoutLeader', 'ClusterNotAvailable'],
  },
  {
    fault: 'A leader of ZooKeeper is cut off, and has not noticed',
    fires: ['ZookeeperTwoLeaders'],
    note: 'Only with a `quorum.syncLimitTicks` of minutes: by default it steps down after ten seconds.',
  },
  { fault: 'A member of ZooKeeper was made an ensemble of its own while most others ran', fires: ['ZookeeperTwoLeaders'] },
  { fault: 'A follower of ZooKeeper is lost', fires: ['ZookeeperFollowersMissing', 'ClusterNotReady'] },
  {
    fault: 'The disks of ZooKeeper are slow',
    fires: ['ZookeeperDiskSlow', 'ZookeeperRequestsPileUp'],
    note: 'While most of the voters have others, only the first: they wait for nobody.',
  },
  { fault: 'A ZooKeeper cannot write its log', fires: ['ZookeeperUnrecoverableError'] },
  { fault: 'The data of a ZooKeeper is damaged', fires: ['ZookeeperDataDiffers'] },
  { fault: 'An application opens more connections than a ZooKeeper takes', fires: ['ZookeeperRejectsConnections'] },
  { fault: 'A ZooKeeper has too little memory or processor', fires: ['ZookeeperLongPauses', 'ZookeeperRequestsPileUp'] },
  { fault: 'A RabbitMQ has more messages than memory', fires: ['RabbitmqMemoryNearLimit', 'RabbitmqMemoryAlarm'] },
  { fault: 'The disk of a RabbitMQ fills up', fires: ['RabbitmqDiskFillsUp', 'VolumeFillsUp', 'RabbitmqDiskAlarm'] },
  {
    fault: 'Nodes of RabbitMQ cannot reach each other',
    fires: ['RabbitmqNodesApart', 'ClusterNotReady'],
    note: 'For the minute until they give each other up, none of them answers the operator: ClusterNotAvailable may fire, although most of them serve.',
  },
  { fault: 'Clients of RabbitMQ connect for every message', fires: ['RabbitmqConnectionChurn'] },
  { fault: 'A binding is missing, or has another key', fires: ['RabbitmqMessagesUnroutable'] },
  {
    fault: 'Consumers are away',
    fires: ['RabbitmqWithoutConsumers', 'RabbitmqQueuesGrow'],
    note: 'Of consumers that are too slow, or of one queue alone, only the second.',
  },
  {
    fault: 'Queues of RabbitMQ have lost most of their members',
    fires: ['RabbitmqConfirmsStall'],
    note: 'Beside RabbitmqNodesApart, where the nodes are to be of the cluster.',
    unseen: 'no client of the scenarios publishes while most nodes are away',
  },
  {
    fault: 'A controller of Kafka is lost',
    fires: ['MetricsMissing', 'ClusterNotReady'],
    note: 'The others elect before KafkaWithoutController.',
  },
  { fault: 'Most of the controllers of Kafka are lost', fires: ['KafkaWithoutController', 'ClusterNotAvailable'] },
  {
    fault: 'The image of Kafka has no exporter',
    fires: ['MetricsMissing'],
    note: 'For every pod, and nothing else about a cluster that is well.',
    unseen: 'the scenarios run an image that has one',
  },
  {
    fault: 'A controller of Kafka that was active has not noticed that it is no longer',
    fires: ['KafkaSeveralControllers'],
    unseen: 'Kafka gives up by itself within seconds',
  },
  {
    fault: 'A broker of Kafka is lost',
    fires: ['KafkaBrokerFenced', 'MetricsMissing', 'KafkaReplicasOutOfSync', 'ClusterNotReady'],
    note: 'KafkaPartitionsBelowMinIsr for topics with as many replicas as they need in sync.',
  },
  {
    fault: 'Two brokers of Kafka with replicas of the same partition are lost',
    fires: ['KafkaPartitionsBelowMinIsr', 'ClusterNotAvailable', 'KafkaBrokerFenced'],
  },
  { fault: 'All brokers of Kafka with replicas of a partition are lost', fires: ['KafkaPartitionsOffline', 'ClusterNotAvailable'] },
  {
    fault: 'A broker of Kafka that partitions move to is lost',
    fires: ['KafkaBrokerFenced', 'KafkaReassignmentStandsStill', 'OperationTakesLong'],
  },
  {
    fault: 'A throttle is below what is written to partitions that move',
    fires: ['OperationTakesLong'],
    note: 'Something is copied all the time: not KafkaReassignmentStandsStill.',
  },
  {
    fault: 'The disk of a Kafka is full or fails',
    fires: ['KafkaBrokerFenced', 'MetricsMissing', 'VolumeFillsUp', 'KafkaReplicasOutOfSync', 'ClusterNotReady'],
    note: 'The broker ends at once. Of a disk that fails without being full, VolumeFillsUp says nothing.',
  },
  { fault: 'A Kafka has too few processors or threads for its clients', fires: ['KafkaRequestHandlersBusy'] },
  { fault: 'Consumers of Kafka are away, or too slow', fires: ['KafkaConsumerLagGrows'] },
  { fault: 'The metadata of a Kafka cannot be read', fires: ['KafkaMetadataErrors'] },
  {
    fault: 'Both operators are away, or cannot reach the API server',
    fires: ['OperatorWithoutLeader'],
    note: 'Servers go on, and fail over by themselves.',
  },
  { fault: 'The API server refuses or fails', fires: ['OperatorPassesFail'] },
  {
    fault: 'There are more objects than an operator has time for',
    fires: ['OperatorQueueWaits', 'OperatorEventLoopLags'],
    unseen: 'it takes thousands of clusters, or hundreds whose servers hang',
  },
  { fault: 'A permission of the operators was taken away', fires: ['OperatorForbidden', 'OperatorPassesFail'] },
  {
    fault: 'The connection of a watch hangs',
    fires: ['OperatorWatchSilent'],
    unseen: 'an operator opens such a watch anew long before; the alert is for the case that it does not',
  },
  {
    fault: 'A client opens connections and closes none',
    fires: ['FileDescriptorsNearLimit'],
    note: 'Of Redis RedisRejectsConnections instead; of ZooKeeper ZookeeperRejectsConnections, if its bound is lower.',
    unseen: 'nodes of the scenarios allow more than the clients there can open',
  },
  { fault: 'An operator has a bug', fires: ['OperatorUnforeseenError'], unseen: 'the bugs that are known are mended' },
  { fault: 'More load than an AutoScaler may give members', fires: ['AutoScalerAtMaximum'] },
  { fault: 'Prometheus does not answer an AutoScaler', fires: ['AutoScalerQueriesFail', 'AutoScalerMetricUnknown'] },
  { fault: 'A query of an AutoScaler has no answer', fires: ['AutoScalerMetricUnknown'] },
  { fault: 'A target moves up and down around a bound', fires: ['AutoScalerFlaps'] },
  { fault: 'A veto, or a target that does not settle, keeps an AutoScaler from its size', fires: ['AutoScalerHeld'] },
];
