export { addAutoscalerController } from './controller.ts';
export { readSettings, type Settings } from './settings.ts';
