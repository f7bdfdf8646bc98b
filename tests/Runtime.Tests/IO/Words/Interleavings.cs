namespace Runtime.Tests.IO;

/// <summary>
/// Runs small actors in every order of their steps. An actor is an iterator that yields before each atomic operation; a world is made anew
/// for every order, so nothing has to be undone.
/// </summary>
internal static class Interleavings
{
    /// <summary>Runs every order and says how many there were.</summary>
    /// <param name="makeWorld">Makes the actors, and the check that holds when all of them have ended.</param>
    /// <param name="ordersMax">The most orders; reaching it fails.</param>
    internal static int RunAll(Func<(IEnumerator<Func<bool>?>[] Actors, Action Check)> makeWorld, int ordersMax)
    {
        var choices = new List<int>();
        var widths = new List<int>();
        for (var orders = 1; ; orders++)
        {
            Assert.True(orders <= ordersMax, $"more than {ordersMax} orders");
            RunOne(makeWorld(), choices, widths, random: null);
            // The next order in depth-first sequence: the last choice that has an alternative left takes it.
            var last = widths.Count - 1;
            while (last >= 0 && choices[last] + 1 == widths[last]) last--;
            if (last < 0) return orders;
            choices.RemoveRange(last + 1, choices.Count - last - 1);
            choices[last]++;
        }
    }

    /// <summary>Runs random orders, where there are too many to run every one.</summary>
    internal static void RunRandom(Func<(IEnumerator<Func<bool>?>[] Actors, Action Check)> makeWorld, int orders, Random random)
    {
        for (var order = 0; order < orders; order++) RunOne(makeWorld(), [], [], random);
    }

    private static void RunOne((IEnumerator<Func<bool>?>[] Actors, Action Check) world, List<int> choices, List<int> widths, Random? random)
    {
        widths.Clear();
        var live = new List<IEnumerator<Func<bool>?>>();
        foreach (var actor in world.Actors) if (actor.MoveNext()) live.Add(actor);
        for (var step = 0; live.Count > 0; step++)
        {
            // An actor whose condition does not hold waits; it is no choice until it does.
            var able = live.FindAll(static actor => actor.Current is not { } condition || condition());
            Assert.True(able.Count > 0, "every actor waits: something was lost");
            widths.Add(able.Count);
            if (step == choices.Count) choices.Add(random?.Next(able.Count) ?? 0);
            var chosen = able[choices[step]];
            if (!chosen.MoveNext()) live.Remove(chosen);
        }

        world.Check();
    }
}
