// Searches a materialised header for a name.
namespace RouteGen;

public sealed partial class Header
{
    // Up to this many names are compared one by one. For more, hashes are compared first, because a peer can send a thousand long names
    // that differ in one letter.
    private const int FewFields = 32;

    // Hashes of the first _hashedCount names.
    private int[] _hashes = [];
    private int _hashedCount;

    // Begins a search for a name.
    private Names Look(string name)
    {
        var fields = _fields;
        var count = Math.Min(_count, fields.Length);
        return count <= FewFields
            ? new Names(fields, count, [], name, 0)
            : new Names(fields, count, HashesOf(fields, count), name, Hash(name));
    }

    private int[] HashesOf(Field[] fields, int count)
    {
        var hashes = _hashes;
        if (hashes.Length < count)
        {
            Array.Resize(ref hashes, fields.Length);
            _hashes = hashes;
        }

        for (var index = _hashedCount; index < count; index++) hashes[index] = Hash(fields[index].Name);
        _hashedCount = Math.Max(_hashedCount, count);
        return hashes;
    }

    // The hash is seeded randomly, so that a peer cannot choose colliding names. Zero is reserved for no hashes.
    private static int Hash(string name) => string.GetHashCode(name, StringComparison.OrdinalIgnoreCase) | 1;

    private static bool NameEquals(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // The name to search for, and the arrays as they were when the search began.
    private readonly ref struct Names(Field[] fields, int count, int[] hashes, string name, int hash)
    {
        internal readonly Field[] Fields = fields;
        internal readonly int Count = count;

        // Empty if there are few fields; Hash is then zero.
        internal readonly int[] Hashes = hashes;
        internal readonly int Hash = hash;

        internal bool Has(int index) => (Hash == 0 || Hashes[index] == Hash) && NameEquals(Fields[index].Name, name);
    }
}
