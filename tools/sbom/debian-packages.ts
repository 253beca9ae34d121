import type { Component } from './component.ts';

/**
 * What dpkg says is installed.
 *
 * @param status text of `/var/lib/dpkg/status`
 */
export function debianPackages(status: string): readonly Component[] {
  return status.split(/\n\n+/).flatMap((paragraph) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1];
    const [name, version, architecture] = [field('Package'), field('Version'), field('Architecture')];
    if (name === undefined || version === undefined || field('Status') !== 'install ok installed') return [];
    const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`;
    return [{ type: 'library', name, version, purl } as const];
  });
}
