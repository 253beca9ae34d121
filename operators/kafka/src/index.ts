export { addKafkaController } from './controller.ts';
export type { Settings } from './settings.ts';
