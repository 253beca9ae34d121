import { readFileSync } from 'node:fs';
import { LuaFactory } from 'wasmoon';

const script = readFileSync(new URL('../../examples/argocd-health.lua', import.meta.url), 'utf8');

export type Health = { readonly status: string; readonly message: string };

/** What the script says of an object, which it gets as Argo CD gives it: as the global `obj`. */
export async function healthOf(object: object): Promise<Health> {
  const lua = await new LuaFactory().createEngine();
  try {
    // As a table of Lua's own, whose lists ipairs() can walk through.
    await lua.doString(`obj = ${luaTable(object)}`);
    return (await lua.doString(script)) as Health;
  } finally {
    lua.global.close();
  }
}

function luaTable(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(luaTable).join(', ')}}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `[${JSON.stringify(key)}] = ${luaTable(entry)}`);
  return `{${entries.join(', ')}}`;
}
