import { describe, expect, it } from 'vitest'
import { numberAsWritten, parseId, parseNumber } from './numbers.ts'

describe('the number of an order or a ticket', () => {
  it.each([
    ['1001', '1001'],
    [' #1001 ', '1001'],
    ['#1001A', '1001A'],
    ['1001-a', '1001A'],
    ['ES 10045', 'ES10045'],
    ['es-10045', 'ES10045'],
    ['S123', 'S123'],
    ['100.234', '100234'],
    ['9999', '9999'],
    ['#111111', '111111'],
    ['123456', '123456'],
    ['Pedido 100234', '100234'],
    ['Pedido #100234', '100234'],
    ['pedido nº 100234', '100234'],
    ['Pedido n.º 100234', '100234'],
    ['nº100234', '100234'],
    ['n° 100234', '100234'],
    ['No. 100234', '100234'],
    ['Order No. 100234', '100234'],
    ['Order number: 100234', '100234'],
    ['Order #100234', '100234'],
    ['Mi pedido es el 100234', '100234'],
    ['Número de pedido: 100234', '100234'],
    ['Commande n° 100234', '100234'],
    ['Bestellung 100234', '100234'],
    ['Bestellung Nr. 100234', '100234'],
    ['Encomenda n.º 100234', '100234'],
    ['Ticket T-8841', 'T8841'],
    ['№ 100234', '100234'],
    ['SO/2024/00017', 'SO202400017'],
    ['XKBKNABJK', 'XKBKNABJK'],
    ['Nº de pedido: 100234', '100234'],
    ['N° de commande : 100234', '100234'],
    ['Nº da encomenda 100234', '100234'],
    ['Order ID: 100234', '100234'],
    ['order_id=100234', '100234'],
    ['Bestell-Nr. 100234', '100234'],
    ['Auftrags-Nr.: 100234', '100234'],
    ['Réf. 100234', '100234'],
    ['Re: [Ticket #100234] hola', '100234'],
    ['#100234 - Lucía', '100234'],
    ['Pedido 100234 de 12/03/2024', '100234'],
    ['https://tienda.example/pedidos/100234?x=1', '100234'],
    ['gid://shopify/Order/100234', '100234'],
    ['100234.0', '100234'],
    ['100 234', '100234'],
    ['403-1234567-1234567', '40312345671234567'],
    ['WEB-100234', 'WEB100234'],
    ['PO-4512', 'PO4512'],
    ['JIRA-123', 'JIRA123'],
    ['TK 4512', 'TK4512'],
    ['100234\u200b', '100234'],
    ['Re: Pedido #1001', '1001'],
    ['Fwd: pedido 1001', '1001'],
    ['Pedido XKBKNABJK', 'XKBKNABJK'],
    ['referencia: xkbknabjk', 'XKBKNABJK'],
    ['RE 1001', 'RE1001'],
  ])('%j is %s', (raw, value) => expect(parseNumber(raw, true)).toEqual({ value, grade: 'unique' }))

  it.each([
    '0',
    '0000',
    'null',
    'N/A',
    'NaN',
    'undefined',
    'false',
    'true',
    '[object Object]',
    '{{order.name}}',
    '${orderId}',
    '%s',
    '<order>',
    'XXXX',
    'test',
    'Sin número',
    'no tiene',
    'nº',
    'order',
    'sin pedido',
    'pedido pendiente',
    'ninguno',
    'no sé',
    'ns/nc',
    '-1',
    '%order%',
    '[order_number]',
    '__ORDER__',
    'ORDER_ID',
  ])('%j is nobody’s', (raw) => expect(parseNumber(raw, true)?.grade).toBe('blocked'))

  it('keeps its dashes for systems in which they count', () =>
    expect(['Ticket T-8841', '#1001-A', ' SO/2024/17 '].map(numberAsWritten)).toEqual([
      'T-8841',
      '1001-A',
      'SO/2024/17',
    ]))
})

describe('the number of a card', () => {
  it.each(['9999999', '1111111', '1234567890', '0000', 'false', 'true', 'Mostrador'])(
    '%s is what tills type for nobody',
    (raw) => expect(parseNumber(raw)?.grade).toBe('blocked'),
  )
  it('is anybody’s else', () =>
    expect(parseNumber('FC-00002')).toEqual({ value: 'FC00002', grade: 'unique' }))
})

describe('the id of a machine', () => {
  it.each(['null', 'NaN', '[object Object]', 'undefined', '0', '{{id}}', 'true', '<nil>', '#REF!'])(
    '%s is nobody’s',
    (raw) => expect(parseId(raw)?.grade).toBe('blocked'),
  )
  it('of some databases stands in braces', () =>
    expect(parseId('{6F9619FF-8B86-D011-B42D-00CF4FC964FF}')?.grade).toBe('unique'))
  it('keeps its case', () => expect(parseId(' aB-3 ')).toEqual({ value: 'aB-3', grade: 'unique' }))
})
