using System.Collections;

namespace RouteGen.Generators.Model;

/// <summary>An immutable array that is compared by its elements, so that the pipeline detects that nothing changed.</summary>
/// <remarks>
/// It is a class, like all values that pass between steps, because the driver's code for them is precompiled only for reference types. For
/// each value type, a freshly started compiler would have to compile some seventy methods of the driver, which dominated the first run.
/// </remarks>
internal sealed class EquatableArray<T>(T[] items) : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    internal static readonly EquatableArray<T> Empty = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(EquatableArray<T>? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || Count != other.Count) return false;
        for (var index = 0; index < Count; index++)
        {
            if (!this[index].Equals(other[index])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as EquatableArray<T>);

    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var item in this) hash = unchecked((hash * 31) + item.GetHashCode());
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
