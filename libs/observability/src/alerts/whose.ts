import { clusterLabel } from '../labels.ts';
import { withMatcher } from '../with-matcher.ts';
import type { Alert } from './alert.ts';

/** Of the members of clusters here: every other Redis, ZooKeeper, RabbitMQ and Kafka has metrics of the same names. */
export function ofMembers(alert: Alert): Alert {
  return { ...alert, expr: withMatcher(alert.expr, `${clusterLabel}!=""`) };
}

/** Of the operators here: most others have metrics of the same names, and so have Kubernetes' own controllers. */
export function ofOperators(alert: Alert): Alert {
  return { ...alert, expr: withMatcher(alert.expr, 'app_kubernetes_io_name="dataservices-operator"') };
}
