import { intOrString } from './int-or-string.ts';

/** The grammar of Kubernetes' own CRDs without the minus sign: nothing here can be negative. */
const quantityPattern = '^\\+?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$';

/** A resource quantity such as 500m, 2, 512Mi or 10Gi. */
export function quantity() {
  return intOrString({
    pattern: quantityPattern,
    maxLength: 32,
    message: 'must be a quantity that is not negative, such as 500m, 2, 512Mi or 10Gi',
  });
}
