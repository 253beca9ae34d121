import { z } from 'zod';

/** Enabled or Disabled; never a boolean, so that a third mode can be added without a second field. */
export function toggle() {
  return z.enum(['Enabled', 'Disabled']);
}
