using Runtime.Tests.Support;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public class TimingWheelTests
{
    private const long DayMs = 24L * 60 * 60 * 1000;

    [Fact]
    public void An_empty_wheel_lets_one_wait_for_ever()
    {
        var wheel = new TimingWheel(12345);
        Assert.True(wheel.IsEmpty);
        Assert.Equal(-1, wheel.TimeoutMs(99999));
        Assert.Null(wheel.TakeExpired(long.MaxValue));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(6400)]
    [InlineData(59_999)]
    [InlineData(120_000)]
    [InlineData(DayMs)]
    [InlineData(400 * DayMs)]
    [InlineData(100 * 365 * DayMs)]
    public void Sleeping_as_told_finds_a_node_at_its_instant_or_less_than_a_granule_later(long distance)
    {
        foreach (var start in new long[] { 0, 1, 99, 6_399, 409_599, 123_456_789_012 })
        {
            var wheel = new TimingWheel(start);
            var node = new Node();
            wheel.Schedule(node, start + distance);
            var now = start;
            WheelNode? taken;
            var looks = 0;
            while ((taken = wheel.TakeExpired(now)) is null)
            {
                var timeout = wheel.TimeoutMs(now);
                Assert.True(timeout > 0, "a look that finds nothing is followed by a wait");
                now += timeout;
                // One look per row, and one more for every full wait that an int can say.
                Assert.True(++looks <= 8 + (distance / int.MaxValue));
            }

            Assert.Same(node, taken);
            Assert.InRange(now, start + distance, start + distance + TimingWheel.GranuleMs);
            Assert.True(wheel.IsEmpty);
        }
    }

    [Fact]
    public void An_instant_that_has_passed_expires_with_the_next_granule()
    {
        var wheel = new TimingWheel(10_000);
        var node = new Node();
        wheel.Schedule(node, 3);
        Assert.Null(wheel.TakeExpired(10_000));
        Assert.Equal(100, wheel.TimeoutMs(10_000));
        Assert.Same(node, wheel.TakeExpired(10_100));
    }

    [Fact]
    public void The_farthest_instants_are_held_and_can_be_removed()
    {
        var wheel = new TimingWheel(1000);
        var node = new Node();
        wheel.Schedule(node, long.MaxValue);
        Assert.Null(wheel.TakeExpired(1000 * 365 * DayMs));
        Assert.Equal(int.MaxValue, wheel.TimeoutMs(2000 * 365 * DayMs));
        wheel.Remove(node);
        Assert.True(wheel.IsEmpty);
        wheel.Remove(node);
        Assert.Equal(-1, wheel.TimeoutMs(1000));
    }

    [Fact]
    public void A_node_found_not_due_is_scheduled_anew_while_others_are_taken()
    {
        var wheel = new TimingWheel(0);
        var nodes = Enumerable.Range(0, 10).Select(_ => new Node()).ToArray();
        foreach (var node in nodes) wheel.Schedule(node, 500);
        var taken = 0;
        while (wheel.TakeExpired(500) is Node node)
        {
            taken++;
            if (taken == 1)
            {
                // Removing a node that has expired and is not yet taken works as well.
                wheel.Remove(nodes.First(other => other.IsScheduled));
                wheel.Schedule(node, 90_000);
            }
        }

        Assert.Equal(9, taken);
        Assert.Null(wheel.TakeExpired(89_999));
        Assert.NotNull(wheel.TakeExpired(90_000));
        Assert.True(wheel.IsEmpty);
    }

    [Fact]
    public void Scheduling_and_taking_do_not_allocate()
    {
        var wheel = new TimingWheel(0);
        var nodes = Enumerable.Range(0, 100).Select(_ => new Node()).ToArray();
        long now = 0;
        Assert.Equal(0, Allocation.LeastOf(Run));

        void Run()
        {
            foreach (var node in nodes) wheel.Schedule(node, now + 7000);
            for (var index = 0; index < 50; index++) wheel.Remove(nodes[index]);
            now += 7100;
            while (wheel.TakeExpired(now) is not null)
            {
            }
        }
    }

    // The model is a list: every node with the granule at whose start it is due. It says exactly which nodes a look takes.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Random_use_agrees_with_a_list(int seed)
    {
        var random = new Random(seed);
        var now = random.NextInt64(0, 1L << random.Next(1, 40));
        var lookedAt = now / TimingWheel.GranuleMs;
        var wheel = new TimingWheel(now);
        var nodes = Enumerable.Range(0, 40).Select(_ => new Node()).ToArray();
        var model = new Dictionary<Node, long>();
        for (var step = 0; step < 5_000; step++)
        {
            var node = nodes[random.Next(nodes.Length)];
            switch (random.Next(10))
            {
                case < 5:
                    Schedule(node, Math.Max(0, now + random.NextInt64(-1000, 1L << random.Next(11, 38))));
                    break;
                case < 6:
                    wheel.Remove(node);
                    model.Remove(node);
                    break;
                case < 9:
                    now += random.NextInt64(1L << random.Next(1, 24));
                    Look();
                    break;
                default:
                    var timeout = wheel.TimeoutMs(now);
                    if (model.Count == 0)
                    {
                        Assert.Equal(-1, timeout);
                        break;
                    }

                    Assert.InRange(timeout, 0, Math.Max(0, (model.Values.Min() * TimingWheel.GranuleMs) - now));
                    now += timeout;
                    Look();
                    break;
            }

            Assert.All(nodes, each => Assert.Equal(model.ContainsKey(each), each.IsScheduled));
            Assert.Equal(model.Count == 0, wheel.IsEmpty);
        }

        void Schedule(Node node, long instant)
        {
            wheel.Schedule(node, instant);
            model[node] = Math.Max((instant + TimingWheel.GranuleMs - 1) / TimingWheel.GranuleMs, lookedAt + 1);
        }

        void Look()
        {
            lookedAt = now / TimingWheel.GranuleMs;
            long last = 0;
            while (wheel.TakeExpired(now) is Node taken)
            {
                Assert.True(model.Remove(taken, out var granule), "a node expired that was not scheduled");
                Assert.InRange(granule, last, lookedAt);
                last = granule;
                // Somebody had moved the deadline: the node goes back.
                if (random.Next(3) == 0) Schedule(taken, now + 1 + random.NextInt64(100_000));
            }

            Assert.DoesNotContain(model.Values, granule => granule <= lookedAt);
        }
    }

    private sealed class Node : WheelNode;
}
