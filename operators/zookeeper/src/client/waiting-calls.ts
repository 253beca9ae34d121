import type { JuteReader } from './jute.ts';
import { returnCode } from './return-code.ts';

type Waiting = { readonly xid: number; readonly settle: (code: number, body?: JuteReader) => void };

/** Calls that were sent and not answered yet, in their order, which is also that of the answers. */
export class WaitingCalls {
  readonly #waiting: Waiting[] = [];

  add(call: Waiting): void {
    this.#waiting.push(call);
  }

  /** Settles the next call. False where the answer is not its: any other would be taken for what it is not, and nothing that follows counts. */
  answer(xid: number, code: number, body: JuteReader): boolean {
    const next = this.#waiting.shift();
    const isItsOwn = next?.xid === xid;
    next?.settle(isItsOwn ? code : returnCode.connectionLoss, isItsOwn ? body : undefined);
    return isItsOwn;
  }

  /** No answer comes any more. */
  lose(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(returnCode.connectionLoss);
  }
}
