using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of one <c>PathIndex</c> of the runtime, whose constructor says what each part is.</summary>
/// <param name="Keys">The keys as text; the index is over their UTF-8.</param>
/// <param name="Starts">Where each key starts in the bytes of all, and where the last one ends.</param>
/// <param name="Groups">The group of each key; empty: all are in group 0.</param>
/// <param name="Multipliers">One per bucket.</param>
/// <param name="Slots">Indexes of keys.</param>
/// <param name="Places">Where the hash reads a key, ascending.</param>
/// <param name="Seed">The seed of the hash.</param>
internal sealed record PathIndexData(
    EquatableArray<string> Keys,
    EquatableArray<uint> Starts,
    EquatableArray<ushort> Groups,
    EquatableArray<ushort> Multipliers,
    EquatableArray<ushort> Slots,
    EquatableArray<int> Places,
    ulong Seed);
