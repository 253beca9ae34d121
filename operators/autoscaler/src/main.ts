import { runOperator } from '@dataservices/reconcile/run-operator';
import { addAutoscalerController } from './controller.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
await runOperator({ name: 'dataservices-autoscaler', add: (manager) => addAutoscalerController(manager, settings) });
