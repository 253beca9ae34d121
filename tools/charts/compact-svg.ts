/** What says nothing about how a picture looks: names for scripts, shapes without a colour or a size, what is the default. */
const superfluous: readonly RegExp[] = [
  /<path (?![^>]*(?:fill|stroke)=)[^>]*\/>/g,
  /<path (?=[^>]*(?: d=""| d="M0,0h0v0h0Z"|display="none"))[^>]*\/>/g,
  /<g[^>]*\/>/g,
  / (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"/g,
  / (?:opacity|stroke-opacity|fill-opacity|stroke-width)="1"/g,
  / (?:x2|y2)="0"/g,
  / text-anchor="start"/g,
  / transform="translate\(0,0\)"/g,
  / font-family="sans-serif"/g,
];

/** The same picture in fewer letters: coordinates to a tenth of a pixel, and nothing that cannot be seen. */
export function compactSvg(svg: string): string {
  const bare = superfluous.reduce((text, pattern) => text.replaceAll(pattern, ''), svg);
  const rounded = bare.replaceAll(/ (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10)),
  );
  return withoutIdleGroups(rounded).replace('<svg ', '<svg font-family="sans-serif" ');
}

/** Groups without attributes are unwrapped, and empty ones left out. */
function withoutIdleGroups(svg: string): string {
  const isKept: boolean[] = [];
  const unwrapped = svg.replaceAll(/<(\/?)g(\s[^>]*)?>/g, (tag, slash: string, attributes: string | undefined) => {
    if (slash === '/') return isKept.pop() === true ? tag : '';
    isKept.push(attributes !== undefined);
    return attributes === undefined ? '' : tag;
  });
  return unwrapped.replaceAll(/<g[^>]*><\/g>/g, '');
}
