namespace RouteGen.Generators.Model;

/// <summary>A mount and the attribute that says so. The two part ways before the plan.</summary>
/// <param name="Model">The mount.</param>
/// <param name="Location">The attribute.</param>
internal sealed record Mount(MountModel Model, LocationInfo Location)
{
    /// <summary>An order of their own, so that the order of the files in a compilation shows nowhere.</summary>
    internal static int Compare(Mount left, Mount right)
    {
        var order = string.CompareOrdinal(left.Model.MemberName, right.Model.MemberName);
        return order != 0 ? order : left.Location.CompareTo(right.Location);
    }
}
