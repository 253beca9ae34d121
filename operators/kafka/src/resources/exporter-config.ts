/** What the JMX exporter tells Prometheus: counts and gauges of brokers, topics, the quorum and the network, and nothing for each partition or client. */
export const exporterConfig = `lowercaseOutputName: true
lowercaseOutputLabelNames: true
includeObjectNames:
  - "kafka.server:type=ReplicaManager,*"
  - "kafka.server:type=BrokerTopicMetrics,*"
  - "kafka.server:type=KafkaRequestHandlerPool,*"
  - "kafka.server:type=broker-metadata-metrics"
  - "kafka.server:type=raft-metrics"
  - "kafka.controller:type=KafkaController,*"
  - "kafka.network:type=RequestMetrics,name=TotalTimeMs,*"
  - "kafka.network:type=SocketServer,*"
  - "kafka.log:type=LogManager,*"
rules:
  - pattern: kafka.server<type=ReplicaManager, name=([^,>]+)><>Value
    name: kafka_server_replicamanager_$1
    type: GAUGE
  - pattern: kafka.server<type=KafkaRequestHandlerPool, name=RequestHandlerAvgIdlePercent><>OneMinuteRate
    name: kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent
    type: GAUGE
  - pattern: kafka.server<type=ReplicaManager, name=(.+)PerSec><>Count
    name: kafka_server_replicamanager_$1_total
    type: COUNTER
  - pattern: kafka.server<type=BrokerTopicMetrics, name=(.+)PerSec, topic=(.+)><>Count
    name: kafka_server_brokertopicmetrics_$1_total
    labels:
      topic: $2
    type: COUNTER
  - pattern: kafka.server<type=BrokerTopicMetrics, name=(.+)PerSec><>Count
    name: kafka_server_brokertopicmetrics_$1_total
    type: COUNTER
  - pattern: kafka.server<type=(raft-metrics|broker-metadata-metrics)><>([a-z-]+)
    name: kafka_server_$1_$2
    type: GAUGE
  - pattern: kafka.controller<type=KafkaController, name=([^,>]+)><>Value
    name: kafka_controller_kafkacontroller_$1
    type: GAUGE
  - pattern: kafka.network<type=RequestMetrics, name=TotalTimeMs, request=(Produce|FetchConsumer|FetchFollower)><>(Mean|99thPercentile)
    name: kafka_network_requestmetrics_totaltimems
    labels:
      request: $1
      of: $2
    type: GAUGE
  - pattern: kafka.network<type=SocketServer, name=([^,>]+)><>Value
    name: kafka_network_socketserver_$1
    type: GAUGE
  - pattern: kafka.log<type=LogManager, name=([^,>]+)><>Value
    name: kafka_log_logmanager_$1
    type: GAUGE
`;
