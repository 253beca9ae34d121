/**
 * @param {string} text output of `go version`, or a go.mod file
 * @returns {[number, number] | undefined} major and minor version
 */
export function parseGoVersion(text) {
  const found = /^go (\d+)\.(\d+)/m.exec(text) ?? /\bgo(\d+)\.(\d+)/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2])];
}

/**
 * @param {[number, number] | undefined} found
 * @param {[number, number]} wanted
 */
export function isAtLeast(found, [major, minor]) {
  return found !== undefined && (found[0] > major || (found[0] === major && found[1] >= minor));
}
