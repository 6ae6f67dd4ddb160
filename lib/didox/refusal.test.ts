import { describe, expect, it } from 'vitest';
import { readErrorEnvelope } from './error-envelope.ts';
import { type Endpoint, readRefusal } from './refusal.ts';
import samples from './samples.fixture.json' with { type: 'json' };

const body = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

describe('readErrorEnvelope', () => {
  it.each([
    ['User not registered', 'User not registered'],
    ['"Unsupported action"', 'Unsupported action'],
    [{ message: 'Token expired' }, 'Token expired'],
    [{ status: 'error', message: 'Плохо', context: [] }, 'Плохо'],
    [{ data: { status: 'error', message: 'User status disabled', context: [] } }, 'User status disabled'],
    [{ signature: ['Подпись неверна', 'ещё'] }, 'signature: Подпись неверна; ещё'],
    [{ a: ['x'], b: ['y'] }, 'a: x; b: y'],
    [{ success: false, error: 'timeout' }, 'timeout'],
    [{ data: null, error: { message: 'Не удалось', reason: 'disk', details: [] } }, 'Не удалось (disk)'],
    [
      { message: 'The given data was invalid.', errors: { page: ['required'] } },
      'The given data was invalid. (page: required)',
    ],
    [
      {
        data: { status: 'error', message: 'Нет доступа', context: {} },
        errorDetails: { id: '1', message: 'Мало прав' },
      },
      'Нет доступа (Мало прав)',
    ],
  ])('%j says %j', (value, words) => expect(readErrorEnvelope(body(value)).words).toBe(words));

  it.each(['', '   ', '<!DOCTYPE html><h1>502</h1>', '{}', '[]', 'null', '404', '{"data":null}'])(
    '%j says nothing',
    text => expect(readErrorEnvelope(text)).toMatchObject({ words: null, unreadable: true }),
  );

  it('keeps words readable: no control characters, not endless', () => {
    const { words } = readErrorEnvelope(`a\u0000b\n${'x'.repeat(1000)}`);
    expect(words?.startsWith('a b x')).toBe(true);
    expect(words?.length).toBeLessThan(410);
  });

  it('finds the context wherever it is', () => {
    expect(
      readErrorEnvelope('{"data":{"status":"error","message":"m","context":{"offer":"required"}}}').context,
    ).toEqual({
      offer: 'required',
    });
  });
});

describe('readRefusal', () => {
  const envelope = (message: string, context: unknown = []) => ({
    data: { status: 'error', message, context },
  });

  it.each<[string, Endpoint, number, unknown]>([
    // signing in
    ['not-registered', 'login', 422, 'User not registered'],
    ['login-refused', 'login', 401, 'Unauthorized. Invalid signature'],
    ['login-refused', 'login', 422, 'Incorrect login'],
    ['login-refused', 'login', 422, { taxId: ['validation.exists'] }],
    ['login-refused', 'login', 401, { message: 'Token expired' }],
    ['session-expired', 'stamp', 401, { message: 'Token expired' }],
    ['account-blocked', 'login', 423, { message: 'Пользователь заблокирован' }],
    [
      'too-many-attempts',
      'login',
      429,
      { message: 'Слишком много попыток. Попробуйте через 9 минут. 58 секунд' },
    ],
    ['too-many-attempts', 'login', 429, { error: { message: 'Слишком много попыток' } }],
    ['company-not-registered', 'company-login', 422, 'Company not registered'],
    ['login-refused', 'company-login', 401, 'Failed to login in company. Reason: no'],
    ['session-expired', 'company-login', 401, { message: 'Token expired' }],
    ['session-expired', 'document', 401, 'Unauthorized. Invalid user key'],
    ['session-expired', 'document', 401, { message: 'Token expired' }],
    ['session-expired', 'list', 401, { message: 'Invalid user key' }],
    ['session-expired', 'submit', 401, ''],
    // the partner token, guesses
    [
      'partner-token-wrong',
      'login',
      401,
      { message: 'Unauthorized. Partner-Authorization header is required' },
    ],
    ['partner-token-wrong', 'document', 401, { message: 'Unauthorized. Invalid partner token' }],
    ['partner-token-wrong', 'offer', 500, 'JsonWebTokenError: invalid token'],
    ['partner-token-wrong', 'stamp', 401, 'Unauthorized'],
    ['partner-token-wrong', 'join', 403, ''],
    // a document
    ['validation-failed', 'submit', 422, { signature: ['Подпись не прошла проверку'] }],
    ['offer-not-signed', 'submit', 422, envelope('Оферта не подписана', { offer: 'required' })],
    ['offer-not-signed', 'submit', 422, envelope('anything', { offer: 'required' })],
    ['offer-not-signed', 'submit', 500, 'Undefined variable $isDraft'],
    [
      'offer-not-signed',
      'submit',
      422,
      { message: 'необходимо подписать условия публичной оферты на сайте' },
    ],
    ['offer-not-signed', 'submit', 422, { message: 'Ommaviy oferta imzolanmagan' }],
    ['user-disabled', 'submit', 422, envelope('User status disabled')],
    ['validation-failed', 'submit', 422, envelope('Ошибка валидации: не заполнен ИКПУ')],
    ['validation-failed', 'submit', 422, envelope('Ошибка обновления в базе')],
    ['no-permission', 'submit', 403, envelope('Нет доступа', {})],
    [
      'service-unavailable',
      'submit',
      503,
      { ...envelope('Сервис недоступен'), errorDetails: { message: 'm' } },
    ],
    ['not-supported-here', 'tosign', 422, 'Unsupported action'],
    ['not-supported-here', 'tosign', 422, 'Not supported operation'],
    ['not-supported-here', 'submit', 422, { message: 'Неподдерживаемый тип документа' }],
    ['already-signed', 'submit', 422, envelope('Документ уже подписан')],
    ['already-signed', 'submit', 422, 'Hujjat allaqachon imzolangan'],
    ['wrong-status', 'submit', 422, envelope('Документ уже отклонён')],
    ['wrong-status', 'submit', 422, envelope('Документ уже удалён')],
    ['wrong-status', 'submit', 422, envelope('Ошибка валидации: неверный статус документа')],
    ['wrong-status', 'submit', 409, ''],
    ['document-gone', 'document', 422, envelope('Документ не найден')],
    ['document-gone', 'view', 422, 'Для вас такого документа не существует'],
    ['document-gone', 'document', 404, { message: 'Not found' }],
    ['rate-limited', 'list', 429, ''],
    ['rate-limited', 'submit', 429, { message: 'Too many' }],
    ['too-large', 'stamp', 413, '<html>'],
    ['service-unavailable', 'list', 502, '<html>nginx</html>'],
    ['service-unavailable', 'list', 500, { success: false, error: 'x' }],
    ['validation-failed', 'profile', 422, { success: false, error: 'НК недоступен' }],
    ['service-malformed', 'list', 418, ''],
  ])('%s: %s answers %d %j', (code, endpoint, status, answer) => {
    expect(readRefusal(endpoint, status, body(answer), null).code).toBe(code);
  });

  it('has a name for every error the docs list', () => {
    for (const { status, body: answer, where } of samples.errors) {
      const endpoint = where.startsWith('auth/company')
        ? 'company-login'
        : where.startsWith('auth')
          ? 'login'
          : 'submit';
      expect(readRefusal(endpoint, status, body(answer), null).code, where).not.toBe('service-malformed');
    }
  });

  it('keeps the service’s own words', () => {
    expect(readRefusal('submit', 422, body(envelope('Ошибка валидации: поле 7')), null).words).toBe(
      'Ошибка валидации: поле 7',
    );
    expect(readRefusal('list', 502, '<html>x</html>', null).words).toBeNull();
  });

  it('reads how long to wait, from the header before the words', () => {
    const words = { message: 'Слишком много попыток. Попробуйте через 9 минут. 58 секунд' };
    expect(readRefusal('login', 429, body(words), null).data).toMatchObject({
      retryAfterMs: 598_000,
      seconds: 598,
    });
    expect(readRefusal('login', 429, body(words), 2000).data).toMatchObject({
      retryAfterMs: 2000,
      seconds: 2,
    });
    expect(readRefusal('login', 429, body({ message: 'через 24 часа' }), null).data.retryAfterMs).toBe(
      86_400_000,
    );
    expect(readRefusal('submit', 422, 'Доставка за 30 минут', null).data.retryAfterMs).toBeUndefined();
  });
});
