using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of a <c>PathIndex</c> of the runtime, whose constructor documents each part.</summary>
/// <param name="Keys">The keys as text. The index uses their UTF-8 bytes.</param>
/// <param name="Starts">The start of each key in the concatenated bytes, then the total length.</param>
/// <param name="Groups">The host group of each key, or empty if all keys are in group 0.</param>
/// <param name="Multipliers">The multiplier of each bucket.</param>
/// <param name="Slots">The index of the key in each slot.</param>
/// <param name="Places">The positions of the words that are hashed, ascending.</param>
/// <param name="Seed">The seed of the hash.</param>
internal sealed record PathIndexData(
    EquatableArray<string> Keys,
    EquatableArray<uint> Starts,
    EquatableArray<ushort> Groups,
    EquatableArray<ushort> Multipliers,
    EquatableArray<ushort> Slots,
    EquatableArray<int> Places,
    ulong Seed);
