/**
 * Options that tune a virtual machine, as regular expressions: they neither run anything, nor read or write files, nor change the heap, which
 * follows the memory limit.
 */
export const jvmTuning: readonly string[] = [
  '^-XX:[+-](UseG1GC|UseZGC|ZGenerational|UseShenandoahGC|UseParallelGC|UseSerialGC|UseStringDeduplication|ParallelRefProcEnabled|AlwaysPreTouch|DisableExplicitGC)$',
  '^-XX:(MaxGCPauseMillis|InitiatingHeapOccupancyPercent|ParallelGCThreads|ConcGCThreads|ActiveProcessorCount|MaxDirectMemorySize|MaxMetaspaceSize|ReservedCodeCacheSize|SoftMaxHeapSize)=[0-9]{1,12}[kmgKMG]?$',
  '^-Xss[0-9]{1,6}[kmKM]$',
];
