/**
 * Fills an empty Vendure over its own admin API. Input: customers and orders as plain JSON (see
 * `e2e/systems/seed-vendure.ts`). Two things the API cannot say are done beside it: the order's number (a
 * header the code strategy reads) and its day.
 */
export async function seed(url, user, password, { customers, orders }, backdate) {
  let token = ''
  const ask = async (query, variables = {}, headers = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    })
    token = answer.headers.get('vendure-auth-token') ?? token
    const { data, errors } = await answer.json()
    if (errors) throw new Error(`${errors.map((e) => e.message).join('; ')} in ${query.slice(0, 160)}`)
    for (const value of Object.values(data))
      if (value?.message && value?.errorCode)
        throw new Error(`${value.errorCode}: ${value.message} in ${query.slice(0, 160)}`)
    return data
  }
  const failed = '... on ErrorResult { errorCode message }'
  await ask(
    'mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename ... on CurrentUser{id} ... on ErrorResult{errorCode message}}}',
    { u: user, p: password },
  )
  const { createCountry } = await ask(
    'mutation{createCountry(input:{code:"ES",enabled:true,translations:[{languageCode:en,name:"España"}]}){id}}',
  )
  const { createZone } = await ask('mutation($m:[ID!]){createZone(input:{name:"España",memberIds:$m}){id}}', {
    m: [createCountry.id],
  })
  const { activeChannel } = await ask('{activeChannel{id}}')
  await ask('mutation($i:UpdateChannelInput!){updateChannel(input:$i){__typename}}', {
    i: {
      id: activeChannel.id,
      defaultTaxZoneId: createZone.id,
      defaultShippingZoneId: createZone.id,
      defaultCurrencyCode: 'EUR',
      availableCurrencyCodes: ['EUR'],
      pricesIncludeTax: true,
    },
  })
  const { createTaxCategory } = await ask(
    'mutation{createTaxCategory(input:{name:"General",isDefault:true}){id}}',
  )
  await ask('mutation($i:CreateTaxRateInput!){createTaxRate(input:$i){id}}', {
    i: {
      name: 'IVA incluido',
      enabled: true,
      value: 0,
      categoryId: createTaxCategory.id,
      zoneId: createZone.id,
    },
  })
  const { createShippingMethod } = await ask(
    'mutation($i:CreateShippingMethodInput!){createShippingMethod(input:$i){id}}',
    {
      i: {
        code: 'gratis',
        fulfillmentHandler: 'manual-fulfillment',
        checker: {
          code: 'default-shipping-eligibility-checker',
          arguments: [{ name: 'orderMinimum', value: '0' }],
        },
        calculator: {
          code: 'default-shipping-calculator',
          arguments: [
            { name: 'rate', value: '0' },
            { name: 'includesTax', value: 'auto' },
            { name: 'taxRate', value: '0' },
          ],
        },
        translations: [{ languageCode: 'en', name: 'Gratis', description: '' }],
      },
    },
  )
  await ask('mutation($i:CreatePaymentMethodInput!){createPaymentMethod(input:$i){id}}', {
    i: {
      code: 'card',
      enabled: true,
      handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
      translations: [{ languageCode: 'en', name: 'Card', description: '' }],
    },
  })

  const variants = new Map()
  const variantOf = async ({ product, cents }) => {
    const key = `${product} ${cents}`
    if (!variants.has(key)) {
      const slug = `p-${variants.size}`
      const { createProduct } = await ask('mutation($i:CreateProductInput!){createProduct(input:$i){id}}', {
        i: { enabled: true, translations: [{ languageCode: 'en', name: product, slug, description: '' }] },
      })
      const { createProductVariants } = await ask(
        'mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id}}',
        {
          i: [
            {
              productId: createProduct.id,
              sku: slug,
              price: cents,
              stockOnHand: 10_000,
              taxCategoryId: createTaxCategory.id,
              translations: [{ languageCode: 'en', name: product }],
            },
          ],
        },
      )
      variants.set(key, createProductVariants[0].id)
    }
    return variants.get(key)
  }

  const ids = new Map()
  for (const c of customers) {
    const { createCustomer } = await ask(
      `mutation($i:CreateCustomerInput!){createCustomer(input:$i){__typename ... on Customer{id} ${failed}}}`,
      { i: { firstName: c.firstName, lastName: c.lastName, emailAddress: c.email, phoneNumber: c.phone } },
    )
    ids.set(c.id, createCustomer.id)
    if (c.street)
      await ask(
        'mutation($c:ID!,$i:CreateAddressInput!){createCustomerAddress(customerId:$c,input:$i){id}}',
        { c: createCustomer.id, i: addressOf(c) },
      )
  }
  const byId = new Map(customers.map((c) => [c.id, c]))
  for (const o of orders) {
    const { createDraftOrder } = await ask('mutation{createDraftOrder{id}}', {}, { 'x-order-code': o.number })
    const on = { o: createDraftOrder.id }
    await ask(
      `mutation($o:ID!,$c:ID!){setCustomerForDraftOrder(orderId:$o,customerId:$c){__typename ${failed}}}`,
      { ...on, c: ids.get(o.customer) },
    )
    for (const line of o.lines)
      await ask(
        `mutation($o:ID!,$v:ID!,$q:Int!){addItemToDraftOrder(orderId:$o,input:{productVariantId:$v,quantity:$q}){__typename ${failed}}}`,
        { ...on, v: await variantOf(line), q: line.quantity },
      )
    await ask(
      'mutation($o:ID!,$i:CreateAddressInput!){setDraftOrderShippingAddress(orderId:$o,input:$i){id}}',
      { ...on, i: addressOf(byId.get(o.customer)) },
    )
    await ask(
      `mutation($o:ID!,$s:ID!){setDraftOrderShippingMethod(orderId:$o,shippingMethodId:$s){__typename ${failed}}}`,
      { ...on, s: createShippingMethod.id },
    )
    await ask(
      `mutation($o:ID!){transitionOrderToState(id:$o,state:"ArrangingPayment"){__typename ${failed}}}`,
      on,
    )
    await ask(`mutation($i:ManualPaymentInput!){addManualPaymentToOrder(input:$i){__typename ${failed}}}`, {
      i: { orderId: on.o, method: 'card', transactionId: o.payment, metadata: {} },
    })
    if (o.delivered) {
      const { order } = await ask('query($o:ID!){order(id:$o){lines{id quantity}}}', on)
      const { addFulfillmentToOrder } = await ask(
        `mutation($i:FulfillOrderInput!){addFulfillmentToOrder(input:$i){__typename ... on Fulfillment{id} ${failed}}}`,
        {
          i: {
            lines: order.lines.map((l) => ({ orderLineId: l.id, quantity: l.quantity })),
            handler: {
              code: 'manual-fulfillment',
              arguments: [
                { name: 'method', value: 'SEUR' },
                { name: 'trackingCode', value: `SE${o.number}` },
              ],
            },
          },
        },
      )
      for (const state of ['Shipped', 'Delivered'])
        await ask(
          `mutation($f:ID!,$s:String!){transitionFulfillmentToState(id:$f,state:$s){__typename ${failed}}}`,
          { f: addFulfillmentToOrder.id, s: state },
        )
    }
    await backdate(o.number, new Date(o.placed))
  }
}

const addressOf = (c) => ({
  fullName: `${c.firstName} ${c.lastName}`,
  streetLine1: c.street || '—',
  city: c.city || '—',
  postalCode: c.zip || '00000',
  countryCode: 'ES',
  phoneNumber: c.phone,
  defaultShippingAddress: true,
  defaultBillingAddress: true,
})
