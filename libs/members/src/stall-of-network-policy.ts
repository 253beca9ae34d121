export type PolicyStallInput = {
  readonly cluster: { readonly spec: { readonly networkPolicy: { readonly mode: 'Enabled' | 'Disabled' } } };
  readonly settings: { readonly operatorPeers?: readonly object[] | undefined };
};

/**
 * That policies are asked for and none can be made: their pods would not let the operator in.
 *
 * Prevents: a new cluster that serves whoever comes, although it was to be kept from them.
 */
export function stallOfNetworkPolicy({
  cluster,
  settings,
}: PolicyStallInput): { readonly reason: string; readonly message: string } | undefined {
  if (cluster.spec.networkPolicy.mode === 'Disabled' || settings.operatorPeers !== undefined) return undefined;
  const message =
    'spec.networkPolicy is Enabled, but this operator does not know from where it connects to pods, and would lock itself out: run it by its chart, or name its address in OPERATOR_PEERS; or set spec.networkPolicy.mode to Disabled';
  return { reason: 'OperatorPeersUnknown', message };
}
