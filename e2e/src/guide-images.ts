import type { ImageName } from '../images/src/recipe.ts';
import { provideImage } from './provide-image.ts';
import type { TestBed } from './test-bed.ts';

/** The image that has the guide, beside the client that calls it. Those in TypeScript are part of the client. */
const images = {
  ioredis: 'client',
  'node-zookeeper-client': 'client',
  amqplib: 'client',
  kafkajs: 'client',
  'go-redis': 'client-go',
  jedis: 'client-java',
  lettuce: 'client-java',
  'redis-py': 'client-python',
  kazoo: 'client-python',
  pika: 'client-python',
  'confluent-kafka': 'client-python',
} as const satisfies Readonly<Record<string, ImageName>>;

/** The guides of docs that run in scenarios. */
export type GuideName = keyof typeof images;

/** The image of a load that writes by a guide, or as the client does by itself. */
export function clientImage(guide?: GuideName): string {
  return `dataservices/${guide === undefined ? 'client' : images[guide]}:0.1.0`;
}

/** Gives the nodes the image of a guide. */
export function provideGuide(bed: TestBed, guide: GuideName): Promise<void> {
  return images[guide] === 'client' ? Promise.resolve() : provideImage(bed, images[guide]);
}

/** Of the load client. */
export function guideArguments(guide: GuideName | undefined): readonly string[] {
  return guide === undefined ? [] : ['--guide', guide, ...unhurried];
}

/**
 * A guide that writes one after another has a queue while its server is away. That it gets through it afterwards is what is looked at, and not that
 * some waited for too long to be tried.
 */
const unhurried = ['--max-in-flight', '100000'];
