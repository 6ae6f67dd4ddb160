import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

describe('CSV', () => {
  it('quotes what must be quoted and nothing else', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x, "y"', 1],
          [null, 'line\nbreak'],
        ],
      ),
    ).toBe('\ufeffa,b\r\n"x, ""y""",1\r\n,"line\nbreak"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('takes the teeth out of a formula: %s', text => {
    expect(toCsv(['h'], [[text]])).toContain(`'${text}`);
  });

  it('leaves negative numbers alone', () => {
    expect(toCsv(['h'], [[-5]])).toBe('\ufeffh\r\n-5\r\n');
  });
});
