/**
 * What can be done to a member's pod and volume, for every service the same. All of it names the object that was observed by its
 * uid: nothing is done to another object that has its name meanwhile. Each is idempotent, and is derived again from what is
 * observed if it was lost half-way.
 */
export type MemberAction =
  /** Deletes the pod; its StatefulSet makes it anew, from the template and with the volume that are there by then. */
  | { readonly kind: 'delete-pod'; readonly pod: string; readonly uid: string }
  /** Sets annotations of a pod; `null` takes one away. Others are kept. */
  | {
      readonly kind: 'annotate-pod';
      readonly pod: string;
      readonly uid: string;
      readonly annotations: Readonly<Record<string, string | null>>;
    }
  /** Deletes the volume claim of a member that has left. Not while `pod` is there, whatever a cache says. */
  | { readonly kind: 'delete-claim'; readonly name: string; readonly uid: string; readonly pod: string }
  /**
   * Deletes the volume claim of a member whose pod still uses it: the claim is terminating from now on, goes with the pod, and no
   * new pod takes it. A pod deleted first would be back with its old volume before the claim could be deleted. Cannot be undone.
   */
  | { readonly kind: 'condemn-claim'; readonly name: string; readonly uid: string }
  /** Asks for another size of the volume; `size` is a quantity. */
  | { readonly kind: 'resize-claim'; readonly name: string; readonly uid: string; readonly size: string }
  /** Sets annotations of a volume claim; `null` takes one away. Others are kept. */
  | {
      readonly kind: 'annotate-claim';
      readonly name: string;
      readonly uid: string;
      readonly annotations: Readonly<Record<string, string | null>>;
    }
  /** Takes one owner away from what holds data. `index` is the place of its reference, which must still be there. */
  | {
      readonly kind: 'disown';
      readonly object: 'PersistentVolumeClaim' | 'Secret';
      readonly name: string;
      readonly uid: string;
      readonly owner: string;
      readonly index: number;
    };

export type MemberActionKind = MemberAction['kind'];
