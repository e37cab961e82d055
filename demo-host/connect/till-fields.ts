/** What the till's columns mean, whichever way its rows come: over SQL, or as JSON in the static page. */
const tier = { map: { 'BÁSICA': { code: 'basic', label: 'Básica', tone: 'calm' }, PLATA: { code: 'silver', label: 'Plata', tone: 'good' }, ORO: { code: 'gold', label: 'Oro', tone: 'good' } } } as const

export const tillRecord = {
  id: 'id', name: 'nombre', birthDate: 'nacimiento', observedAt: 'modificado', address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } },
  identifiers: [{ kind: 'loyalty', from: 'tarjeta' }, { kind: 'phone', from: 'telefono' }, { kind: 'mail', from: 'correo' }, { kind: 'order', from: 'tique', scope: 'till' }, { kind: 'postcode', from: 'cp' }],
} as const

export const tillFields = {
  person: { name: 'nombre', phones: 'telefono', mails: 'correo', birthDate: 'nacimiento', since: 'alta', address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } } },
  preferences: { formOfAddress: { from: 'tratamiento', map: { 'tú': { code: 'informal', label: 'tú' }, usted: { code: 'formal', label: 'usted' } } }, language: 'idioma', channel: { from: 'canal', map: { mail: { code: 'mail', label: 'correo' }, phone: { code: 'phone', label: 'teléfono' }, store: { code: 'store', label: 'tienda' } } }, bestHour: 'hora', shop: 'tienda', brands: { from: 'marcas', split: ',' }, likes: { from: 'gustos', split: ',' }, remark: 'nota' },
  orders: { orderNumber: 'numero', orderDate: 'hora', total: 'importe', items: 'articulos', shop: 'tienda', channel: { value: { code: 'store', label: 'tienda' } }, status: { value: { code: 'delivered', label: 'en mano', tone: 'good' } }, lines: { from: 'lines', of: { product: 'producto', quantity: 'unidades', price: 'precio', category: 'familia', motive: 'motivo' } } },
  returns: { number: 'id', returnDate: 'hora', amount: 'importe', reason: 'motivo', product: 'producto', order: 'tique', status: { value: { code: 'refunded', label: 'abonada', tone: 'good' } } },
  loyalty: { number: 'tarjeta', tier: { from: 'nivel', ...tier }, tierSince: 'nivel_desde', tierBefore: { from: 'nivel_antes', ...tier }, points: 'puntos', pointsExpiring: 'puntos_caducan', pointsExpire: 'caducan_el', voucher: 'vale', since: 'alta', shop: 'tienda' },
  things: { name: 'nombre', serial: 'serie', purchaseDate: 'compra', warrantyEnds: 'garantia', state: { from: 'estado', map: { ok: { code: 'ok', label: 'bien', tone: 'good' }, repair: { code: 'repair', label: 'en reparación', tone: 'warn' }, replaced: { code: 'replaced', label: 'cambiado', tone: 'calm' } } } },
  referrals: { dateCreated: 'fecha', friend: 'amigo', bought: 'compro', reward: 'premio', status: { from: 'compro', map: { 1: { code: 'bought', label: 'compró', tone: 'good' }, 0: { code: 'invited', label: 'invitado', tone: 'calm' } } } },
  scores: { kind: { from: 'clase', map: { value: { code: 'value', label: 'valor' }, churn: { code: 'churn', label: 'riesgo de irse' }, propensity: { code: 'propensity', label: 'propensión' }, profit: { code: 'profit', label: 'rentabilidad' } } }, value: 'valor', before: 'antes', money: 'euros', since: 'fecha', model: 'modelo' },
  relations: { kind: { from: 'clase', map: { household: { code: 'household', label: 'hogar' }, company: { code: 'company', label: 'empresa' }, parent: { code: 'parent', label: 'matriz' } } }, name: 'nombre', role: 'papel', since: 'desde', parent: 'matriz', total: 'euros' },
  promises: { what: 'que', made: 'hecha', due: 'vence', kept: 'cumplida', by: 'quien', order: 'pedido', status: { from: 'estado', map: { kept: { code: 'kept', label: 'cumplida', tone: 'good' }, open: { code: 'open', label: 'pendiente', tone: 'warn' } } } },
} as const
