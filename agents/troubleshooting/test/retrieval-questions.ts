/**
 * Questions of our own with the sections that answer them (any of those named counts): how customers put it, with
 * other words than the articles, with typing mistakes, with and without the product's name. Shop: Acme, a visitor.
 */
export interface RetrievalQuestion {
  readonly query: string;
  readonly product?: string;
  readonly expected: readonly string[];
}

function q(query: string, ...expected: readonly string[]): RetrievalQuestion {
  return { query, expected };
}

export const RETRIEVAL_QUESTIONS: readonly RetrievalQuestion[] = [
  // In the words of the articles, more or less.
  q('My ZenSound headphones do not connect to my phone', 'kb006'),
  q('There is a faint hiss when noise cancelling is on, ZenSound', 'kb008'),
  q('SoundSphere Pro app does not find the headphones', 'kb015'),
  q('SoundSphere battery is empty although they lie in the case', 'kb016'),
  q('VitaFit heart rate drops out when I run', 'kb025'),
  q('TrackMaster maps do not download', 'kb034'),
  q('the GPS track of my TrackMaster is wrong', 'kb032'),
  q('SonicWave connected but no sound', 'kb040'),
  q('SonicWave stereo pair loses one of the two', 'kb041'),
  q('ThunderBolt crackles when it is loud', 'kb049'),
  q('ProMax does not wake up from sleep', 'kb060'),
  q('UltraBook external monitor stays black', 'kb067'),
  q('GigaBook wifi drops while playing', 'kb076'),
  q('FlexTab keyboard not detected', 'kb082'),
  q('Nova 5G camera does not focus', 'kb091'),
  q('Eclipse X display flickers', 'kb106'),
  q('Infinity Ultra stylus is not recognized', 'kb114'),
  q('AeroBuds one earbud does not connect', 'kb017'),
  q('MeshNet router shows a red light', 'kb155'),
  // With other words.
  q('ZenSound: music only comes out of the left cup', 'kb007'),
  q('can I listen to the ZenSound on laptop and phone simultaneously', 'kb002'),
  q('is it a problem when my ZenSound get rained on', 'kb003'),
  q('VitaFit runs out of juice after one day', 'kb026'),
  q('will the VitaFit survive a swimming pool', 'kb020'),
  q('VitaFit pulse readings have gaps during a workout', 'kb025', 'kb023'),
  q('how do I pair the VitaFit with my mobile', 'kb022'),
  q('TrackMaster does not transfer my activities to the app', 'kb033'),
  q('how many hours of recording with satellites on the TrackMaster', 'kb027'),
  q('SonicWave fell into the pool and now it refuses to charge', 'kb042'),
  q('use a guitar amp cable with the ThunderBolt', 'kb043'),
  q('ThunderBolt LEDs keep flickering', 'kb050'),
  q('PocketBeat turns itself off after a while', 'kb051'),
  q('ProMax fans sound like a hairdryer', 'kb058'),
  q('more RAM for the ProMax', 'kb053'),
  q('ProMax takes ages to boot since the last update', 'kb059'),
  q('how do I copy my files from the old machine to the ProMax', 'kb057'),
  q('UltraBook burns my legs', 'kb066'),
  q('UltraBook loses charge during the night', 'kb068'),
  q('GigaBook only gets 30 fps', 'kb075'),
  q('GigaBook add memory module', 'kb070'),
  q('FlexTab touch screen dead along the border', 'kb083'),
  q('FlexTab takes forever to charge', 'kb084'),
  q('Nova 5G always falls back to 4G', 'kb092'),
  q('my Nova 5G is empty by noon', 'kb090'),
  q('two sims in the Nova 5G', 'kb087'),
  q('Alpha One heats up on the charger', 'kb098'),
  q('Alpha One loses the car bluetooth connection', 'kb100'),
  q('Eclipse X activate esim fails', 'kb107'),
  q('wireless charging on the Eclipse X', 'kb103'),
  q('Infinity Ultra is not fast charging', 'kb115', 'kb110'),
  q('RaidBook is noisy when gaming', 'kb150'),
  // With typing mistakes.
  q('ZenSound headphons dont conect', 'kb006'),
  q('ZenSound crakling on one side', 'kb007'),
  q('TrackMaster not synching', 'kb033'),
  q('VitaFit not synchronising with my phone', 'kb024'),
  q('ThunderBolt no soud', 'kb048'),
  q('ProMax overheeting', 'kb058'),
  q('FlexTab keybord is not recognised', 'kb082'),
  q('Infinity Ultra stilus does not work', 'kb114'),
  q('Eclipse X dispaly flikkers', 'kb106'),
  q('UltraBook moniter stays blank', 'kb067'),
  q('GigaBook overheting', 'kb074'),
  q('SonicWave stero pair', 'kb039', 'kb041'),
  // About the shop.
  q('how many days do I have to send something back', 'kb117'),
  q('I unpacked it already, can I return it?', 'kb118'),
  q('when will I get my money back', 'kb121', 'kb120'),
  q('swap for another colour', 'kb123'),
  q('can I still cancel my order', 'kb125'),
  q('parcel has not moved for days', 'kb129'),
  q('do gift cards expire', 'kb131'),
  q('what damage is not covered by the warranty', 'kb133'),
  q('how do I claim the warranty', 'kb134'),
  q('how can I make the battery of my devices last longer', 'kb145'),
  q('bluetooth device keeps connecting to something else', 'kb144'),
  q('warrenty lenght', 'kb132'),
  q('defference between silver and gold members', 'kb149'),
  q('chang my e-mail adress', 'kb148'),
  { query: 'it hisses a bit', product: 'ZenSound', expected: ['kb008'] },
  { query: 'strap makes it lose my pulse', product: 'VitaFit Watch', expected: ['kb025', 'kb023'] },
  { query: 'lid open but nothing on screen on the dock', product: 'UltraBook Pro', expected: ['kb067'] },
];
