export * from './member-action.ts';
