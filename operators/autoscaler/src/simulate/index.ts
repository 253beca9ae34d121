export { askRange, type RangeInput } from './ask-range.ts';
export { type SimulatedLook, simulate } from './simulate.ts';
