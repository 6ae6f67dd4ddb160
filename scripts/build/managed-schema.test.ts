import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  readSetting,
  type SettingName,
  settingNames,
  settingSchemas,
} from '../../lib/vault/settings-schema.ts';
import { createManifest } from './manifest.ts';

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

const SCHEMA = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../public/managed-schema.json'), 'utf8'),
) as Schema;
const PROPERTIES = SCHEMA.properties ?? {};

/** What an administrator's schema has to say about form; lengths and odd characters are left to the extension. */
const LEFT_OUT = ['$schema', 'title', 'maxItems', 'minLength', 'maxLength', 'propertyNames'];

/** Chrome's schemas know no unions: a setting that may be null may be left out instead. */
function comparable(schema: Schema): unknown {
  const { anyOf } = schema as { anyOf?: readonly Schema[] };
  if (anyOf) return comparable(anyOf.find(({ type }) => type !== 'null') ?? {});
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !LEFT_OUT.includes(key) && value !== false)
      .filter(([key, value]) => key !== 'pattern' || !String(value).includes('|'))
      .map(([key, value]) => {
        if (key === 'properties')
          return [
            key,
            Object.fromEntries(
              Object.entries(value as Record<string, Schema>).map(([name, one]) => [name, comparable(one)]),
            ),
          ];
        const isSchema = typeof value === 'object' && value !== null && !Array.isArray(value);
        return [key, isSchema ? comparable(value as Schema) : value];
      }),
  );
}

describe('the administrator’s schema', () => {
  it('has every setting, and the secrets', () => {
    expect(Object.keys(PROPERTIES).sort()).toEqual([...settingNames, 'secrets'].sort());
  });

  it.each(settingNames)('asks for the same form of %s as the extension', name => {
    const ours = z.toJSONSchema(settingSchemas[name]) as Schema;
    expect(comparable(PROPERTIES[name] ?? {})).toEqual(comparable(ours));
  });

  it('names each of them for people; docs/rollout.md explains them', () => {
    for (const { title } of Object.values(PROPERTIES)) expect(title).toBeTruthy();
  });

  it('is named in the manifest of the browsers that read it there', () => {
    const manifestOf = (browser: string) =>
      createManifest({ browser } as Parameters<typeof createManifest>[0]);
    expect(manifestOf('chrome')).toMatchObject({ storage: { managed_schema: 'managed-schema.json' } });
    expect(manifestOf('firefox')).not.toHaveProperty('storage');
  });
});

describe('docs/rollout.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/rollout.md'), 'utf8');
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));

  it('names every setting', () => {
    for (const name of [...settingNames, 'secrets']) expect(text).toContain(`\`${name}\``);
  });

  it('gives examples that the extension takes', () => {
    let values = 0;
    const look = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if ((settingNames as readonly string[]).includes(key)) {
          values += 1;
          // Chrome's own policy files wrap each value: { "Value": … }.
          const plain = (value as { Value?: unknown } | null)?.Value ?? value;
          expect([key, readSetting(key as SettingName, plain)]).not.toContain(null);
        } else look(value);
      }
    };
    for (const example of examples) look(example);
    expect(values).toBeGreaterThan(10);
  });
});
