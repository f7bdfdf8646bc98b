using RouteGen.IO;

namespace Runtime.Tests.IO;

public class ConnWordStressTests
{
    private const int EventCount = 200_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // Two threads make items and post; whoever is given a turn or woken lets the owner's thread go on. The owner consumes
    // until it finds nothing, then now and then waits, else releases. If one post were lost, the last items would stay.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_real_threads_every_event_reaches_the_owner(int seed)
    {
        var shared = new Shared();
        var owner = new Thread(() => Own(shared, new Random(seed)));
        var posters = Enumerable.Range(0, 2).Select(_ => new Thread(() => Produce(shared))).ToArray();
        owner.Start();
        foreach (var poster in posters) poster.Start();
        foreach (var poster in posters) Assert.True(poster.Join(s_patience), "a poster hangs");
        Assert.True(owner.Join(2 * s_patience), "the owner hangs");
        Assert.Equal(0, shared.Violations);
        Assert.True(shared.IsComplete, $"{shared.Items} items were left, and nobody was told");
    }

    private static void Produce(Shared shared)
    {
        for (var index = 0; index < EventCount; index++)
        {
            Interlocked.Increment(ref shared.Items);
            var result = shared.Word.Post(Ready.Read);
            if (result.Turn != Ready.None || result.Woken != Waiters.None) shared.Run.Release();
        }
    }

    private static void Own(Shared shared, Random random)
    {
        var consumed = 0;
        var inTurn = false;
        while (consumed < 2 * EventCount)
        {
            if (!inTurn && !shared.Await()) return;
            inTurn = true;
            var count = Interlocked.Exchange(ref shared.Items, 0);
            consumed += count;
            if (count != 0) continue;
            if (random.Next(2) == 0)
            {
                if (shared.Word.ArmRead() && !shared.Await()) return;
                continue;
            }

            inTurn = shared.Word.TryRelease() != Ready.None;
        }

        shared.IsComplete = true;
    }

    private sealed class Shared
    {
        internal readonly SemaphoreSlim Run = new(0);
        internal ConnWord Word;
        internal int Items;
        internal int Violations;
        internal bool IsComplete;

        // Woken by one post exactly: a second permit would be a second wake or a second owner.
        internal bool Await()
        {
            if (!Run.Wait(s_patience)) return false;
            if (Run.CurrentCount != 0) Interlocked.Increment(ref Violations);
            return true;
        }
    }
}
