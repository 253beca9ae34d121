/**
 * Test files share a process, so that none of them loads the libraries anew. What a file leaves behind, also because it failed
 * half-way, is taken back before the next one begins.
 */
import { afterAll } from 'vitest';
import { rememberProcess } from './remember-process.ts';

afterAll(rememberProcess());
