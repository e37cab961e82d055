import { ConnectorError, type ConnectorErrorCode } from '../../contract/index.ts'
import { look } from '../../contract/mapping/pointer.ts'

const isObject = (x: unknown): x is Record<string, unknown> =>
  x !== null && typeof x === 'object' && !Array.isArray(x)
const isEmpty = (x: unknown): boolean =>
  x === undefined ||
  x === null ||
  x === false ||
  x === 0 ||
  (typeof x === 'string' && /^\s*(0|false|none|null|ok)?\s*$/i.test(x)) ||
  (Array.isArray(x) && x.every(isEmpty)) ||
  (isObject(x) && Object.values(x).every(isEmpty))
const isFalse = (x: unknown): boolean =>
  x === false || x === 0 || (typeof x === 'string' && /^(false|0|no)$/i.test(x.trim()))

/** What a body says of its own failure: where it says so, and in which words. */
export interface SaidFailure {
  at: string
  words: readonly string[]
}

/**
 * Many systems fail under HTTP 200: GraphQL with `errors`, JSON-RPC with `error`, others with `ok: false` or
 * `success: false`. `isRow`: the body itself is one row, whose own fields may have these names.
 */
export function failureIn(body: unknown, isRow: boolean, sign?: Looking): SaidFailure | undefined {
  if (Array.isArray(body)) {
    const first = body.find((each) => isObject(each) && !isEmpty(each.errors))
    return first === undefined ? undefined : failureIn(first, false, sign)
  }
  if (!isObject(body)) return undefined
  const words = () => ['errors', 'error', 'code', 'message', 'status'].flatMap((key) => wordsOf(body[key], 3))
  if (!isEmpty(body.errors) && !isRow) return { at: 'errors', words: words() }
  if (!isEmpty(body.error) && (!isRow || body.jsonrpc !== undefined)) return { at: 'error', words: words() }
  if (isRow) return undefined
  for (const key of ['ok', 'success'])
    if (Object.hasOwn(body, key) && isFalse(body[key])) return { at: `${key}: false`, words: words() }
  const bad = typeof body.status === 'string' && /^(error|fail|failed|failure)$/i.test(body.status)
  if (bad && (isEmpty(body.data) || body.message !== undefined)) return { at: 'status', words: words() }
  const at = sign && ((sign === 'action' ? refusalIn(body, 4) : undefined) ?? signIn(body, sign, 1))
  return at === undefined ? undefined : { at, words: wordsOf(body, 3) }
}

/**
 * Where an answer has no rows, what stands beside them decides whether there are none: `error_code`, `status:
 * 401`, `meta.error`. Where rows came these may mean anything. An action has no rows; a `code` it answers may
 * be that of a voucher.
 */
export type Looking = 'no rows' | 'action'

const errorKey =
  /^(errors?|err|errno|exception|fault)$|^(error|err|fault)[_-]?(code|no|msg|message|type|text|string|description|info)$/i
const failedKey = /^(is|has)[_-]?(an[_-]?)?errors?$|^failed$/i
const doneKey = /^(ok|success|successful|succeeded|is[_-]?success)$/i
const statusKey = /^(http[_-]?)?(status|status[_-]?code|code)$/i
const badWord = /^(error|err|fail|failed|failure|ko|nok|exception|denied|unauthori[sz]ed|forbidden)$/i
const fine = /^\s*(-?0+|false|no|none|null|nil|ok(ay)?|success(ful(ly)?)?|done|n\/a|-)?[\s.!]*$/i
const saysFine = (x: unknown): boolean => isEmpty(x) || (typeof x === 'string' && fine.test(x))
/** What stands beside the rows and speaks of the call. */
const holder = /^(meta|metadata|status|head(er)?|response|result|info|error)$/i

function signIn(body: Record<string, unknown>, looking: Looking, depth: number): string | undefined {
  const message = Object.entries(body).find(([key]) => /^(msg|message|detail)$/i.test(key))?.[1]
  for (const [key, value] of Object.entries(body)) {
    if (errorKey.test(key) && !saysFine(value)) return key
    if (failedKey.test(key) && !isFalse(value) && !saysFine(value)) return key
    if (doneKey.test(key) && (isFalse(value) || value === 'N' || value === 'n')) return `${key}: false`
    if (/^(status|result|outcome)$/i.test(key) && typeof value === 'string' && badWord.test(value.trim()))
      return key
    if (statusKey.test(key) && /^-?\d+$/.test(String(value)) && isFailing(Number(value), message, looking))
      return key
    if (depth > 0 && holder.test(key) && isObject(value)) {
      const inner = signIn(value, looking, depth - 1)
      if (inner !== undefined) return `${key}.${inner}`
    }
  }
  return undefined
}
/** GraphQL's own place for "I understood, and did not do it": `data.orderCancel.userErrors`. */
function refusalIn(body: Record<string, unknown>, depth: number): string | undefined {
  for (const [key, value] of Object.entries(body)) {
    if (/^(user|customer|mutation|checkout|payload)?_?errors$|^errorCode$/i.test(key) && !saysFine(value))
      return key
    const inner = depth > 0 && isObject(value) ? refusalIn(value, depth - 1) : undefined
    if (inner !== undefined) return inner
  }
  return undefined
}
/** HTTP's own figures; beyond them any figure with words that are none of success (`40001`, "invalid token"). */
const isFailing = (code: number, message: unknown, looking: Looking): boolean =>
  (code >= 400 && code < 600) ||
  (looking === 'no rows' &&
    (code < 0 || code > 1) &&
    (code < 200 || code > 299) &&
    typeof message === 'string' &&
    !saysFine(message))

/** The short texts and numbers of an error: codes, types, messages. */
function wordsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value).slice(0, 500)]
  if (depth === 0 || value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap((each) => wordsOf(each, depth - 1))
}

const meanings: readonly [ConnectorErrorCode, RegExp, string][] = [
  [
    'limited',
    /(^|\D)429(\D|$)|throttl|rate.?limit|limit.?exceeded|too.?many.?requests|quota/i,
    'it limits how often it is asked',
  ],
  [
    'denied',
    /^(401|403)$|unauthori[sz]|unauthenticated|forbidden|access.?denied|permission|not_authed|(invalid|expired|bad|missing|wrong).{0,12}(token|key|credential|session|auth|signature)|token.{0,3}(expired|revoked|invalid)/i,
    'check the secret and its permissions',
  ],
  [
    'unavailable',
    /^5\d\d$|internal.?(server.?)?error|service.?unavailable|maintenance|temporar|timed?.?out/i,
    'look at the system, or ask again',
  ],
]

/** That failure as one of the closed codes. Its words decide the code and never leave in the message. */
export function saidFailure(who: string, { at, words }: SaidFailure): ConnectorError {
  const known = meanings.find(([, pattern]) => words.some((word) => pattern.test(word)))
  return new ConnectorError(
    known?.[0] ?? 'unsupported',
    `${who}: the system refused the question under HTTP 200 (\`${at}\`); ${known?.[2] ?? "check the call against the system's documentation, and name in `none` the errors that mean there is nothing"}`,
  )
}

/** Names under which systems wrap every answer: null there is no answer, whoever was asked about. */
const wrapping = /^(data|results?|response|payload|body|d|value|output)$/

/**
 * The value at `rows`: a list, one object, or nothing. Anything else is not the answer that the options
 * describe. Nothing is an empty list, or null where the mapping says so (`missing: 'none'`); `may`: whom it was
 * asked about may not be there, so a null in their place says it, unless all answers are wrapped in it.
 */
export function listAt(
  body: unknown,
  rows: string,
  who: string,
  how: { missing?: 'none' | undefined; may?: boolean } = {},
): readonly unknown[] {
  const found = look(body, rows)
  if (Array.isArray(found)) return found
  const bare = isObject(found) && Object.keys(found).length === 0
  if (isObject(found) && !bare) return [found]
  const empty = bare ? '{}' : nothingAt(body, rows)
  // PHP writes an empty object as an empty list.
  if (empty === '[]') return []
  if (empty !== undefined && (how.missing === 'none' || (how.may && !wrapping.test(empty)))) return []
  throw new ConnectorError(
    'malformed',
    empty === undefined
      ? `${who}: the answer has no rows at \`${rows || '(the body)'}\`, ${shapeOf(body)} came; check \`rows\` against the system's answer${Array.isArray(body) && rows ? ': where the body is the list, leave it out' : ''}`
      : `${who}: the answer is ${bare ? 'an empty object' : 'null'} at \`${(bare ? rows : empty) || '(the body)'}\`, which does not say that there is nothing; where it means that, write missing: 'none'`,
  )
}

/** What came, by its shape: names in it may be of customers. */
const shapeOf = (body: unknown): string =>
  Array.isArray(body)
    ? `a list of ${body.length}`
    : isObject(body)
      ? `an object of ${Object.keys(body).length} keys`
      : body === null
        ? 'null'
        : `a ${typeof body}`

/** The step of a pointer at which a body holds null (`''`: the body), or `[]` where it holds an empty list. */
function nothingAt(body: unknown, rows: string): string | undefined {
  const steps = rows.match(/"[^"]*"|[^."]+/g)?.map((step) => step.replace(/^"|"$/g, '')) ?? []
  let [here, name]: [unknown, string] = [body, '']
  for (const step of [...steps, undefined]) {
    if (here === null) return name
    if (step === undefined) return undefined
    if (Array.isArray(here)) {
      if (here.length === 0) return '[]'
      here = look(here, step)
    } else if (isObject(here) && Object.hasOwn(here, step)) here = here[step]
    else return undefined
    name = step
  }
  return undefined
}
