import type { Broker, Move, Partition, ReassignmentInput } from './cluster-state.ts';

/** A broker that stays. */
export type Node = {
  readonly id: number;
  readonly rack: string;
  readonly weight: number;
  /** What it is to hold. */
  readonly slots: Set<Slot>;
  /** Of these, what it does not hold yet. */
  readonly arriving: Set<Slot>;
  bytes: number;
};

/** A partition and where its replicas are to be. */
export type Slot = Omit<Partition, 'replicas'> & {
  readonly from: readonly number[];
  readonly to: number[];
};

/** Where every replica is to be, with an index by broker: moves are tried and taken back many thousand times. */
export class Placement {
  /** By id. */
  readonly nodes: readonly Node[];
  /** By topic and partition. */
  readonly slots: readonly Slot[];
  readonly leaving: ReadonlySet<number>;
  readonly #byId: ReadonlyMap<number, Node>;
  readonly #racks: ReadonlyMap<number, string>;

  constructor({ brokers, remove = [], partitions }: ReassignmentInput) {
    this.leaving = new Set(remove);
    this.#racks = new Map(brokers.map((broker) => [broker.id, rackOf(broker)]));
    this.nodes = brokers
      .filter(({ id }) => !this.leaving.has(id))
      .sort((one, other) => one.id - other.id)
      .map((broker) => ({
        id: broker.id,
        rack: rackOf(broker),
        weight: broker.weight ?? 1,
        slots: new Set<Slot>(),
        arriving: new Set<Slot>(),
        bytes: 0,
      }));
    this.#byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.slots = [...partitions].sort(byName).map(({ replicas, ...rest }) => ({ ...rest, from: [...replicas], to: [...replicas] }));
    for (const slot of this.slots) for (const id of slot.to) this.#hold(slot, id);
  }

  /** The node of that id; undefined for a broker that leaves, or that is not listed. */
  readonly node = (id: number | undefined): Node | undefined => (id === undefined ? undefined : this.#byId.get(id));

  /** Puts the replica at `position` onto another broker. */
  replace(slot: Slot, position: number, target: Node): void {
    const old = this.node(slot.to[position]);
    if (old !== undefined) {
      old.slots.delete(slot);
      old.arriving.delete(slot);
      old.bytes -= slot.bytes;
    }
    slot.to[position] = target.id;
    this.#hold(slot, target.id);
  }

  /** Makes another replica the preferred leader. */
  lead(slot: Slot, id: number): void {
    const position = slot.to.indexOf(id);
    const [first = id] = slot.to;
    slot.to[0] = id;
    slot.to[position] = first;
  }

  /** Whether another replica than the one at `position` stands in that rack. */
  isRackUsed(slot: Slot, position: number, rack: string): boolean {
    return slot.to.some((id, at) => at !== position && this.#racks.get(id) === rack);
  }

  /** Whether the replicas still stand in as many racks when the one on `source` goes to `target`. */
  keepsRacks(slot: Slot, source: Node, target: Node): boolean {
    if (source.rack === target.rack) return true;
    let losesNone = false;
    let gainsOne = true;
    for (const id of slot.to) {
      if (id === source.id) continue;
      const rack = this.#racks.get(id);
      if (rack === source.rack) losesNone = true;
      if (rack === target.rack) gainsOne = false;
    }
    return losesNone || gainsOne;
  }

  moves(): readonly Move[] {
    return this.slots
      .filter(({ from, to }) => from.some((id, at) => to[at] !== id))
      .map(({ topic, partition, from, to }) => ({ topic, partition, from: [...from], to: [...to] }));
  }

  /** What is copied in all. */
  copiedBytes(): number {
    return this.slots.reduce((total, { from, to, bytes }) => total + bytes * to.filter((id) => !from.includes(id)).length, 0);
  }

  #hold(slot: Slot, id: number): void {
    const node = this.#byId.get(id);
    if (node === undefined) return;
    node.slots.add(slot);
    if (!slot.from.includes(id)) node.arriving.add(slot);
    node.bytes += slot.bytes;
  }
}

function rackOf({ rack }: Broker): string {
  return rack ?? '';
}

/** Not by the rules of a language, which differ between machines. */
function byName(one: Partition, other: Partition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}
