namespace Runtime.Tests.Cost;

/// <summary>One way to feed a function what a peer controls.</summary>
/// <param name="Name">The function and what it is fed.</param>
/// <param name="Size">The smallest size, usually in bytes; the others are twice, four times and eight times as large.</param>
/// <param name="Prepare">Makes the input of a size, and returns what reads or writes it; that may be called any number of times.</param>
/// <param name="Covers">The types of the runtime whose work this measures.</param>
public sealed record CostRow(string Name, int Size, Func<int, Action> Prepare, Type[] Covers)
{
    /// <summary>Whether other threads work for it, so that the time of all of them counts, and nothing else may run.</summary>
    internal bool IsWhole { get; init; }

    public override string ToString() => Name;
}
