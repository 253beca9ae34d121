import { returnCode } from '../../../../operators/zookeeper/src/client/return-code.ts';

/** By code: `connectionLoss` and so on. */
const names = new Map<number, string>(Object.entries(returnCode).map(([name, code]) => [code, name]));

/** A call that ZooKeeper refused, or of which nobody knows what became. */
export class CallError extends Error {
  /** Short and stable, for the counters. */
  override readonly name: string;
  readonly number: number;

  constructor(number: number) {
    const name = names.get(number) ?? `code${number}`;
    super(name);
    this.name = name;
    this.number = number;
  }
}
