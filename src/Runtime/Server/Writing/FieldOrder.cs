namespace RouteGen.Serving;

/// <summary>Sorts fields by canonical name, and searches them. Fields with the same name keep their order.</summary>
internal static class FieldOrder
{
    // Up to this many fields are sorted by insertion, which does not allocate but is quadratic. A peer may be able to choose the number of
    // fields.
    private const int FewFields = 32;

    /// <summary>Sorts the first fields of an array, in place or into another array.</summary>
    internal static void Sort(ref Header.Field[] fields, int count)
    {
        if (count <= FewFields) Insert(fields, count);
        else Merge(ref fields, count);
    }

    /// <summary>Returns true if one of the first fields of an array has the name. The fields must be sorted.</summary>
    internal static bool Contains(Header.Field[] fields, int count, string name)
    {
        for (var start = 0; start < count;)
        {
            var middle = (start + count) >>> 1;
            var order = string.CompareOrdinal(fields[middle].Name, name);
            if (order == 0) return true;
            if (order < 0) start = middle + 1;
            else count = middle;
        }

        return false;
    }

    private static void Insert(Header.Field[] fields, int count)
    {
        for (var index = 1; index < count; index++)
        {
            var field = fields[index];
            var hole = index;
            for (; hole > 0 && string.CompareOrdinal(fields[hole - 1].Name, field.Name) > 0; hole--) fields[hole] = fields[hole - 1];
            fields[hole] = field;
        }
    }

    // Bottom-up merge sort.
    private static void Merge(ref Header.Field[] fields, int count)
    {
        var target = new Header.Field[fields.Length];
        for (var width = 1; width < count; width *= 2)
        {
            for (var start = 0; start < count; start += 2 * width)
                MergeRuns(fields, target, start, Math.Min(start + width, count), Math.Min(start + (2 * width), count));
            (fields, target) = (target, fields);
        }
    }

    private static void MergeRuns(Header.Field[] from, Header.Field[] to, int start, int middle, int end)
    {
        var left = start;
        var right = middle;
        for (var index = start; index < end; index++)
        {
            var takesLeft = left < middle && (right == end || string.CompareOrdinal(from[left].Name, from[right].Name) <= 0);
            to[index] = takesLeft ? from[left++] : from[right++];
        }
    }
}
