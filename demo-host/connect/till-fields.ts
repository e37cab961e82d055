/** What the till's columns mean, whichever way its rows come: over SQL, or as JSON in the static page. */
const tier = {
  map: {
    BÁSICA: { code: 'basic', label: { es: 'Básica', en: 'Basic', pt: 'Básica' }, tone: 'calm' },
    PLATA: { code: 'silver', label: { es: 'Plata', en: 'Silver', pt: 'Prata' }, tone: 'good' },
    ORO: { code: 'gold', label: { es: 'Oro', en: 'Gold', pt: 'Ouro' }, tone: 'good' },
  },
} as const

export const tillRecord = {
  id: 'id',
  name: 'nombre',
  birthDate: 'nacimiento',
  observedAt: 'modificado',
  address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } },
  identifiers: [
    { kind: 'loyalty', from: 'tarjeta' },
    { kind: 'phone', from: 'telefono' },
    { kind: 'mail', from: 'correo' },
    { kind: 'order', from: 'tique', scope: 'till' },
    { kind: 'postcode', from: 'cp' },
  ],
} as const

export const tillFields = {
  person: {
    name: 'nombre',
    phones: 'telefono',
    mails: 'correo',
    birthDate: 'nacimiento',
    since: 'alta',
    address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } },
  },
  preferences: {
    formOfAddress: {
      from: 'tratamiento',
      map: {
        tú: { code: 'informal', label: { es: 'tú', pt: 'tu' } },
        usted: { code: 'formal', label: { es: 'usted', pt: 'você' } },
      },
    },
    language: 'idioma',
    channel: {
      from: 'canal',
      map: {
        mail: { code: 'mail', label: { es: 'correo', en: 'email', pt: 'e-mail' } },
        phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
        store: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } },
      },
    },
    bestHour: 'hora',
    shop: 'tienda',
    brands: { from: 'marcas', split: ',' },
    likes: { from: 'gustos', split: ',' },
    remark: 'nota',
  },
  orders: {
    orderNumber: 'numero',
    orderDate: 'hora',
    total: 'importe',
    items: 'articulos',
    shop: 'tienda',
    channel: { value: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } } },
    status: {
      value: { code: 'delivered', label: { es: 'en mano', en: 'in hand', pt: 'em mão' }, tone: 'good' },
    },
    lines: {
      from: 'lines',
      of: {
        product: 'producto',
        quantity: 'unidades',
        price: 'precio',
        category: 'familia',
        motive: 'motivo',
      },
    },
  },
  returns: {
    number: 'id',
    returnDate: 'hora',
    amount: 'importe',
    reason: 'motivo',
    product: 'producto',
    order: 'tique',
    status: {
      value: { code: 'refunded', label: { es: 'abonada', en: 'refunded', pt: 'reembolsada' }, tone: 'good' },
    },
  },
  loyalty: {
    number: 'tarjeta',
    tier: { from: 'nivel', ...tier },
    tierSince: 'nivel_desde',
    tierBefore: { from: 'nivel_antes', ...tier },
    points: 'puntos',
    pointsExpiring: 'puntos_caducan',
    pointsExpire: 'caducan_el',
    voucher: 'vale',
    since: 'alta',
    shop: 'tienda',
  },
  things: {
    name: 'nombre',
    serial: 'serie',
    purchaseDate: 'compra',
    warrantyEnds: 'garantia',
    state: {
      from: 'estado',
      map: {
        ok: { code: 'ok', label: { es: 'bien', en: 'fine', pt: 'bem' }, tone: 'good' },
        repair: {
          code: 'repair',
          label: { es: 'en reparación', en: 'being repaired', pt: 'em reparação' },
          tone: 'warn',
        },
        replaced: {
          code: 'replaced',
          label: { es: 'cambiado', en: 'replaced', pt: 'trocado' },
          tone: 'calm',
        },
      },
    },
  },
  referrals: {
    dateCreated: 'fecha',
    friend: 'amigo',
    bought: 'compro',
    reward: 'premio',
    status: {
      from: 'compro',
      map: {
        1: { code: 'bought', label: { es: 'compró', en: 'bought', pt: 'comprou' }, tone: 'good' },
        0: { code: 'invited', label: { es: 'invitado', en: 'invited', pt: 'convidado' }, tone: 'calm' },
      },
    },
  },
  scores: {
    kind: {
      from: 'clase',
      map: {
        value: { code: 'value', label: { es: 'valor', en: 'value', pt: 'valor' } },
        churn: { code: 'churn', label: { es: 'riesgo de irse', en: 'risk of leaving', pt: 'risco de sair' } },
        propensity: { code: 'propensity', label: { es: 'propensión', en: 'propensity', pt: 'propensão' } },
        profit: { code: 'profit', label: { es: 'rentabilidad', en: 'profitability', pt: 'rentabilidade' } },
      },
    },
    value: 'valor',
    before: 'antes',
    money: 'euros',
    since: 'fecha',
    model: 'modelo',
  },
  relations: {
    kind: {
      from: 'clase',
      map: {
        household: { code: 'household', label: { es: 'hogar', en: 'household', pt: 'agregado' } },
        company: { code: 'company', label: { es: 'empresa', en: 'company', pt: 'empresa' } },
        parent: { code: 'parent', label: { es: 'matriz', en: 'parent company', pt: 'empresa-mãe' } },
      },
    },
    name: 'nombre',
    role: 'papel',
    since: 'desde',
    parent: 'matriz',
    total: 'euros',
    member: 'tarjeta_suya',
  },
  promises: {
    what: 'que',
    made: 'hecha',
    due: 'vence',
    kept: 'cumplida',
    by: 'quien',
    order: 'pedido',
    status: {
      from: 'estado',
      map: {
        kept: { code: 'kept', label: { es: 'cumplida', en: 'kept', pt: 'cumprida' }, tone: 'good' },
        open: { code: 'open', label: { es: 'pendiente', en: 'pending', pt: 'pendente' }, tone: 'warn' },
      },
    },
  },
} as const
