export { auditLines } from './audit.ts';
export { binary, findBinaries, shellEnvironment } from './binaries.ts';
export type {
  ClaimRef,
  Cluster,
  ClusterStatus,
  ControlPlaneFaults,
  ControlPlanePart,
  NodeFaults,
  NodeStatus,
  Place,
  ProcessStatus,
  Slowness,
  VolumeFaults,
} from './cluster.ts';
export { ClusterError, type ClusterErrorCode } from './cluster-error.ts';
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts';
export { pauseImage } from './embedded/pause-image.ts';
export { type ClusterOptions, openCluster } from './open-cluster.ts';
export { type Progress, printedProgress, silentProgress } from './progress.ts';
export { runCommand } from './run-command.ts';
export { type SimulatedClusterOptions, startSimulatedCluster } from './simulated/simulated-cluster.ts';
export { waitUntil } from './wait-until.ts';
