/** How surnames pass in a tradition: what children bear of their parents, and what a wife bears. */
export interface Tradition {
  women: readonly string[]
  men: readonly string[]
  families: readonly string[]
  streets: readonly string[]
  places: readonly (readonly [string, string])[] /** Domains and first digits of a mobile number. */
  hosts: readonly string[]
  mobile: string
  country: 'ES' | 'PT' | 'GB'
  names:
    | 'two'
    | 'two, mother first'
    | 'one, married' /** What a son of his father's name is called besides, in some papers. */
  younger: string
  called: Readonly<Record<string, string>>
}

const list = (text: string): readonly string[] => text.split(',')
const placed = (text: string): readonly (readonly [string, string])[] =>
  list(text).map((x) => x.split('/') as unknown as readonly [string, string])

export const spanish: Tradition = {
  women: list(
    'María,Carmen,Ana,Isabel,Laura,Lucía,Marta,Elena,Cristina,Pilar,Rocío,Nuria,Beatriz,Leire,Ainhoa,Noelia,Aitana,Candela,Mercedes,Rosario,María José,María Dolores,Ana Belén,Paula,Sara,Julia,Irene,Alba,Eva,Silvia',
  ),
  men: list(
    'José,Antonio,Manuel,Francisco,Juan,David,Javier,Daniel,Jesús,Alejandro,Pablo,Sergio,Fernando,Jorge,Iker,Álvaro,Ignacio,Joaquín,Rubén,Óscar,Gonzalo,Rafael,Enrique,Juan Carlos,José Luis,Miguel Ángel,Pedro,Ángel,Mario,Hugo',
  ),
  families: list(
    'García,Rodríguez,González,Fernández,López,Martínez,Sánchez,Pérez,Gómez,Martín,Jiménez,Ruiz,Hernández,Díaz,Moreno,Muñoz,Álvarez,Romero,Alonso,Gutiérrez,Navarro,Torres,Vázquez,Ramos,Gil,Serrano,Blanco,Molina,Castro,Ortega,Sanz,Iglesias,Medina,Lozano,Cano,Prieto,Méndez,Calvo,Goikoetxea,Etxeberria,Puigdevall,Camprubí,de la Fuente,del Río,Bustamante,Olmedo,Barea,Tejedor,Quintanilla,Arribas',
  ),
  streets: list(
    'Calle Mayor,Avenida de la Constitución,Calle Real,Paseo de Gracia,Calle del Sol,Plaza de España,Calle Alcalá,Ronda Norte,Calle San Juan,Camino Viejo,Calle Larga,Avenida del Puerto,Calle de la Paz,Calle Nueva',
  ),
  places: placed(
    'Madrid/280,Barcelona/080,Valencia/460,Sevilla/410,Bilbao/480,Málaga/290,Zaragoza/500,Vigo/362,Murcia/300,Gijón/332',
  ),
  hosts: ['gmail.com', 'hotmail.es', 'correo.es', 'yahoo.es'],
  mobile: '6',
  country: 'ES',
  names: 'two',
  younger: 'hijo',
  called: {
    Francisco: 'Paco',
    José: 'Pepe',
    Manuel: 'Manolo',
    Isabel: 'Isa',
    Rosario: 'Charo',
    Ignacio: 'Nacho',
    Enrique: 'Quique',
    'María Dolores': 'Lola',
    Alejandro: 'Álex',
    'María José': 'Mª José',
    Javier: 'Javi',
  },
}
export const portuguese: Tradition = {
  women: list(
    'Maria,Ana,Joana,Inês,Catarina,Mariana,Beatriz,Sofia,Marta,Rita,Teresa,Helena,Luísa,Margarida,Carla,Sandra,Patrícia,Filipa,Matilde,Leonor,Ana Maria,Maria João',
  ),
  men: list(
    'João,José,António,Manuel,Pedro,Rui,Nuno,Tiago,Miguel,Paulo,Luís,Carlos,Francisco,Ricardo,Bruno,Hugo,Duarte,Diogo,Gonçalo,Vasco,João Pedro,José Carlos',
  ),
  families: list(
    'Silva,Santos,Ferreira,Pereira,Oliveira,Costa,Rodrigues,Martins,Sousa,Fernandes,Gonçalves,Gomes,Lopes,Marques,Alves,Almeida,Ribeiro,Pinto,Carvalho,Teixeira,Moreira,Correia,Mendes,Nunes,Soares,Vieira,Monteiro,Cardoso,Rocha,Neves,Coelho,Cruz,Cunha,Pires,Ramos,Reis,Simões,Antunes,Matos,Fonseca,Machado,Tavares,Barbosa,Brito,Figueiredo,Henriques',
  ),
  streets: list(
    'Rua Direita,Avenida da Liberdade,Rua Augusta,Travessa do Carmo,Rua do Ouro,Largo do Rato,Rua da Boavista,Avenida de Roma,Rua de Santa Catarina,Rua Nova',
  ),
  places: placed('Lisboa/1100-,Porto/4000-,Braga/4700-,Coimbra/3000-,Faro/8000-,Aveiro/3800-'),
  hosts: ['gmail.com', 'sapo.pt', 'hotmail.com'],
  mobile: '+3519',
  country: 'PT',
  names: 'two, mother first',
  younger: 'Filho',
  called: {
    João: 'Joãozinho',
    Manuel: 'Manel',
    António: 'Tó',
    Francisco: 'Chico',
    Margarida: 'Guida',
    'Maria João': 'Maria',
  },
}
export const english: Tradition = {
  women: list(
    'Mary,Emma,Sarah,Laura,Jessica,Charlotte,Emily,Hannah,Amy,Lucy,Rachel,Rebecca,Helen,Susan,Karen,Margaret,Elizabeth,Catherine,Olivia,Grace,Alice,Ruth,Joan,Mia,Isla,Freya',
  ),
  men: list(
    'John,James,William,Robert,Michael,David,Richard,Thomas,Charles,Daniel,Matthew,Andrew,Paul,Mark,George,Stephen,Edward,Peter,Jack,Harry,Oliver,Luke,Adam,Simon,Martin,Alan',
  ),
  families: list(
    'Smith,Jones,Taylor,Brown,Williams,Wilson,Johnson,Davies,Robinson,Wright,Thompson,Evans,Walker,White,Roberts,Green,Hall,Wood,Jackson,Clarke,Turner,Hill,Cooper,Ward,Morris,Moore,Clark,Harrison,Baker,Patel,Allen,Mitchell,Scott,Phillips,Watson,Parker,Bennett,Price,Griffiths,Young,Shaw,Cole,Ashworth,Pemberton,Holloway,Kingsley,Whitaker,Lockwood,Bramley,Thackeray',
  ),
  streets: list(
    'High Street,Station Road,Church Lane,Victoria Road,Green Lane,Manor Road,Park Road,Queen Street,The Crescent,Mill Lane,North Street,London Road',
  ),
  places: placed('Leeds/LS,York/YO,Bristol/BS,Oxford/OX,Norwich/NR,Exeter/EX,Derby/DE,Reading/RG'),
  hosts: ['gmail.com', 'outlook.com', 'btinternet.com', 'yahoo.co.uk'],
  mobile: '+447',
  country: 'GB',
  names: 'one, married',
  younger: 'Jr',
  called: {
    Robert: 'Bob',
    William: 'Bill',
    Richard: 'Dick',
    Elizabeth: 'Liz',
    Catherine: 'Kate',
    Margaret: 'Peggy',
    Edward: 'Ted',
    Thomas: 'Tom',
    Michael: 'Mike',
    Rebecca: 'Becky',
    James: 'Jim',
  },
}
