import { parseQuantity } from '@dataservices/plan';
import { z } from 'zod';
import { boundedMap } from './bounded-map.ts';
import type { IntOrString } from './int-or-string.ts';
import { quantity } from './quantity.ts';
import { withRules } from './rule.ts';

type Amounts = Readonly<Record<string, IntOrString>>;

const amounts = boundedMap(quantity(), 8);

const resourcesObject = z.object({
  requests: amounts
    .describe('What the scheduler sets aside, by resource: cpu in cores, memory and ephemeral-storage in bytes.')
    .exactOptional(),
  limits: amounts
    .describe('What the container may use at most, by resource: cpu in cores, memory and ephemeral-storage in bytes.')
    .exactOptional(),
});

/** CPU and memory of one container. Kubernetes would refuse the pods, much later and out of sight, where a request is above its limit. */
export const resources = withRules(resourcesObject, [
  {
    cel: '!has(self.requests) || !has(self.limits) || self.requests.all(r, !(r in self.limits) || quantity(string(self.requests[r])).compareTo(quantity(string(self.limits[r]))) <= 0)',
    message: 'requests must not be above limits: raise the limit or lower the request',
    field: 'requests',
    holds: ({ requests = {}, limits = {} }) => Object.entries(requests).every(([name, request]) => !isAbove(request, limits, name)),
  },
]);

function isAbove(request: IntOrString, limits: Amounts, name: string): boolean {
  const limit = limits[name];
  if (limit === undefined) return false;
  const [asked, allowed] = [parseQuantity(request), parseQuantity(limit)];
  return asked !== undefined && allowed !== undefined && asked > allowed;
}
