export { type TestManagerOptions, testManager } from './test-manager.ts';
