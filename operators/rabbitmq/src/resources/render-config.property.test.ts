import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderConfig } from './render-config.ts';

/** As RabbitMQ's own parser takes a line: a key, an equals sign, and a word up to a comment or a text in single quotes. No escapes in either. */
const setting = /^[ \t]*([A-Za-z0-9._-]+)[ \t]*=[ \t]*(?:'([^']*)'|([^'#\s][^#]*?))[ \t]*(?:#.*)?$/;

/** Reads a rabbitmq.conf, written from its documentation and not from the serialiser. @throws Error for a line that is no setting */
function loadConfig(text: string): readonly (readonly [key: string, value: string])[] {
  const telling = text.split(/\r?\n|\r/).filter((line) => !/^\s*(#.*)?$/.test(line));
  return telling.map((line) => {
    const [whole, key = '', quoted, word = ''] = setting.exec(line) ?? [];
    if (whole === undefined) throw new Error(`${JSON.stringify(line)} is no setting`);
    return [key, quoted ?? word];
  });
}

const key = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
const value = fc.oneof(
  fc.stringMatching(/^[^\p{Cc}\p{Zl}\p{Zp}']{0,30}$/u),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so do some programs name what they are to look up
  fc.array(fc.constantFrom('\\', ' ', '=', '#', '"', '$(HOME)', '${env:HOME}', '5', 'a', '.', 'ü', '😀')).map((parts) => parts.join('')),
);

test('RabbitMQ reads back whatever was rendered: as many settings, with the same values', () => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 }), (entries) => {
      expect(loadConfig(renderConfig(entries))).toEqual(Object.entries(entries));
    }),
    { numRuns: 200 },
  );
});

test('a value that cannot be written is refused, and never becomes another setting', () => {
  fc.assert(
    fc.property(key, fc.string({ unit: 'binary', maxLength: 12 }), (name, text) => {
      const rendered = renderedOrRefused(name, text);
      if (rendered === 'refused') expect(text).toMatch(/['\p{Cc}\p{Zl}\p{Zp}]/u);
      else expect(loadConfig(rendered)).toEqual([[name, text]]);
    }),
    { numRuns: 200 },
  );
});

function renderedOrRefused(name: string, text: string): string {
  try {
    return renderConfig({ [name]: text });
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return 'refused';
  }
}
