import { namesOf } from '../../names.ts';

/** Of the one cluster that a model is about. */
export const modelNames = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });
