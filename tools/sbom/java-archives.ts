import { basename } from 'node:path';
import type { Component } from './component.ts';

/** A jar by its file name, `NAME-VERSION.jar`, and by the hash that says which bytes it is. */
export function javaArchive(path: string, sha256: string): Component {
  const [, name = '', version = ''] = /^(.+?)(?:-(\d.*))?\.jar$/.exec(basename(path)) ?? [];
  return { type: 'library', name, version, hashes: [{ alg: 'SHA-256', content: sha256 }] };
}

/**
 * The Java runtime, which the images take from Debian's package and which dpkg does not know of.
 *
 * @param release text of the runtime's file of that name
 */
export function javaRuntime(release: string): readonly Component[] {
  const version = /^JAVA_RUNTIME_VERSION="(?<version>[^"]+)"$/m.exec(release) ?? /^JAVA_VERSION="(?<version>[^"]+)"$/m.exec(release);
  const found = version?.groups?.version;
  return found === undefined
    ? []
    : [{ type: 'application', name: 'openjdk', version: found, purl: `pkg:generic/openjdk@${encodeURIComponent(found)}` }];
}
