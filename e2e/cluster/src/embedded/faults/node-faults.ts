import { openApi } from '../../api-request.ts';
import type { NodeFaults } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { Progress } from '../../progress.ts';
import { runCommand } from '../../run-command.ts';
import { type Layout, type NodeLayout, namespacePath, nodeLayout } from '../layout.ts';
import { listenInNetwork } from '../listen-in-network.ts';
import { setLink } from '../network.ts';
import { cutPower } from '../node.ts';
import { existingNodeCount, runningNodes } from '../status.ts';
import { switchOn } from '../switch-on.ts';
import { freezeKubelet, thawKubelet } from './frozen-kubelet.ts';
import { healPartitionFrom, partitionFrom } from './partition-from.ts';
import { healSlowNode, slowNode } from './slow-node.ts';

export function nodeFaults(layout: Layout, progress: Progress): NodeFaults {
  const onNode =
    (what: string, act: (node: NodeLayout) => void | Promise<void>) =>
    async (number: number): Promise<void> => {
      const node = existingNode(layout, number);
      await progress(`${node.name} ${what}`, async () => act(node));
    };
  return {
    kill: onNode('killed', (node) => cutPower(layout, node)),
    heal: onNode('switched on again', (node) => switchOn(layout, node)),
    partition: onNode('cut off', (node) => setLink(layout, node, 'down')),
    healPartition: onNode('connected again', (node) => setLink(layout, node, 'up')),
    slow: (number, slowness) => onNode('slow', (node) => slowNode(layout, node, slowness))(number),
    healSlow: onNode('as fast as before', (node) => healSlowNode(layout, node)),
    freezeKubelet: onNode('without its kubelet', freezeKubelet),
    thawKubelet: onNode('with its kubelet again', thawKubelet),
    partitionFrom: (some, others) =>
      progress(`${some.join(', ')} cut off from ${others.join(', ')}`, () =>
        partitionFrom(openApi(layout.kubeconfigPath), runningNodes(layout), some, others),
      ),
    healPartitionFrom: () => progress('all connected again', () => healPartitionFrom(runningNodes(layout))),
    runInNetwork: (command) => runCommand('nsenter', [`--net=${namespacePath(layout.hostNamespace)}`, ...command]),
    listenInNetwork: () => listenInNetwork(layout),
  };
}

function existingNode(layout: Layout, number: number): NodeLayout {
  const count = existingNodeCount(layout);
  if (Number.isInteger(number) && number >= 1 && number <= count) return nodeLayout(layout, number);
  throw new ClusterError('UnknownNode', `there is no node ${number}: the nodes are 1 to ${count}`);
}
