using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of one <c>PathIndex</c> of the runtime, whose constructor documents each part.</summary>
/// <param name="Keys">The keys as text; the index is over their UTF-8.</param>
/// <param name="Starts">The start of each key in the bytes of all, and the end of the last one.</param>
/// <param name="Groups">The group of each key, or empty if all are in group 0.</param>
/// <param name="Multipliers">One per bucket.</param>
/// <param name="Slots">Indexes of keys.</param>
/// <param name="Places">The places at which the hash reads a key, ascending.</param>
/// <param name="Seed">The seed of the hash.</param>
internal sealed record PathIndexData(
    EquatableArray<string> Keys,
    EquatableArray<uint> Starts,
    EquatableArray<ushort> Groups,
    EquatableArray<ushort> Multipliers,
    EquatableArray<ushort> Slots,
    EquatableArray<int> Places,
    ulong Seed);
