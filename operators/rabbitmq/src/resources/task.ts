/** Annotation of a pod: what only RabbitMQ's command line can do, and its container does when it is told so. */
export const taskAnnotation = 'dataservices.dev/task';

/** Hand the leaders over, close the connections, stop the server, and never start again with what the volume holds. */
export function standDownTask(clusterId: string): string {
  return `stand-down ${clusterId} -\n`;
}

/** The same, and leave while the server still runs: of two nodes the one that is left could not forget the other, for one is no majority. */
export function leaveTask(clusterId: string): string {
  return `leave ${clusterId} -\n`;
}

/**
 * Have another node, which is stopped, forgotten by the cluster. RabbitMQ refuses where it runs.
 *
 * @param token another one each time: what was done once is not done again, however late the task is read
 */
export function forgetTask(clusterId: string, node: string, token: string): string {
  return `forget ${clusterId} ${token} ${node}\n`;
}

/** Which node a task has forgotten; undefined for any other task. */
export function forgottenBy(task: string | undefined): string | undefined {
  const [verb, , , node] = (task ?? '').trim().split(' ');
  return verb === 'forget' ? node : undefined;
}

/** Whether it is a task to stop for good, in one way or the other. */
export function isStandDown(task: string | undefined): boolean {
  return task?.startsWith('stand-down ') === true || task?.startsWith('leave ') === true;
}
