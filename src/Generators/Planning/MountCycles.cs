using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>Finds muxes that are mounted in themselves, directly or indirectly (RG0207). Their tables would be infinite.</summary>
internal static class MountCycles
{
    /// <summary>Returns the mounts that are not part of a cycle.</summary>
    /// <param name="mounts">The mounts, sorted.</param>
    /// <param name="problems">Receives a problem for each mount in a cycle.</param>
    internal static List<Mount> Without(Mount[] mounts, List<DiagnosticInfo> problems)
    {
        var kept = new List<Mount>(mounts.Length);
        var suspects = MuxesNearCycles(mounts);
        var mountsIn = mounts.Where(static mount => mount.Model.Outer is not null)
            .ToLookup(static mount => mount.Model.Outer!, static mount => mount.Model.Inner);
        foreach (var mount in mounts)
        {
            if (mount.Model.Outer is not { } outer || !suspects.Contains(outer) || !suspects.Contains(mount.Model.Inner)
                || FindWay(mountsIn, mount.Model.Inner, outer) is not { } way) kept.Add(mount);
            else
                problems.Add(
                    DiagnosticInfo.At(
                        mount.Location, DiagnosticIds.MountCycle, outer.FullName,
                        outer.FullName + " -> " + string.Join(" -> ", way.Select(static mux => mux.FullName))));
        }

        return kept;
    }

    // Repeatedly removes the muxes in which nothing is mounted. The remaining muxes are in a cycle or lead to one. In most programs, none
    // remain.
    private static HashSet<MuxModel> MuxesNearCycles(Mount[] mounts)
    {
        var inner = mounts.Where(static mount => mount.Model.Outer is not null).ToArray();
        var outersOf = inner.ToLookup(static mount => mount.Model.Inner, static mount => mount.Model.Outer!);
        var counts = inner.GroupBy(static mount => mount.Model.Outer!)
            .ToDictionary(static group => group.Key, static group => group.Count());
        var done = new Queue<MuxModel>(inner.Select(static mount => mount.Model.Inner).Distinct().Where(mux => !counts.ContainsKey(mux)));
        while (done.Count != 0)
        {
            foreach (var outer in outersOf[done.Dequeue()])
            {
                if (--counts[outer] != 0) continue;
                counts.Remove(outer);
                done.Enqueue(outer);
            }
        }

        return [.. counts.Keys];
    }

    // Returns the muxes on the shortest path from one mux to another, including both, or null if there is no path.
    private static List<MuxModel>? FindWay(ILookup<MuxModel, MuxModel> mountsIn, MuxModel from, MuxModel to)
    {
        var cameFrom = new Dictionary<MuxModel, MuxModel?> { [from] = null };
        var next = new Queue<MuxModel>([from]);
        while (next.Count != 0)
        {
            var mux = next.Dequeue();
            if (mux == to) return WayTo(mux, cameFrom);
            foreach (var inner in mountsIn[mux])
            {
                if (cameFrom.ContainsKey(inner)) continue;
                cameFrom.Add(inner, mux);
                next.Enqueue(inner);
            }
        }

        return null;
    }

    private static List<MuxModel> WayTo(MuxModel end, Dictionary<MuxModel, MuxModel?> cameFrom)
    {
        var way = new List<MuxModel>();
        for (MuxModel? mux = end; mux is not null; mux = cameFrom[mux]) way.Insert(0, mux);
        return way;
    }
}
